import { FACT_IDS, type Fact, TELL_VALUES } from '../check/facts.ts';

/** Why a part of the check is not laid over: by the heading somebody might write. */
const ELSEWHERE =
  'It is the same everywhere, so that it can be proved. To try a change, copy dialogs/share-check, edit the copy, and run: share-check prove --dialog DIR.';

export const NOT_LAID_OVER: Readonly<Record<string, string>> = {
  rules: `Rules decide what keeps a child safe. ${ELSEWHERE}`,
  conditions: `Named conditions belong to the rules. ${ELSEWHERE}`,
  policy: `The policy decides what keeps a child safe. ${ELSEWHERE}`,
  'lawful-basis': `The lawful basis follows from the guidance. ${ELSEWHERE}`,
  bases: `The words about lawful bases follow from the guidance. ${ELSEWHERE}`,
  notification: `How soon the lead is told is part of the policy. ${ELSEWHERE}`,
  'then-ask': `The order of asking is part of the policy. ${ELSEWHERE}`,
  citations: `Citations point into the guidance and are checked. ${ELSEWHERE}`,
  quotes: `Quotes are the guidance's own words and are checked word for word. ${ELSEWHERE}`,
  outcomes:
    'What each kind of advice says stays as it is, so that it can be proved. You can word what there is to do ("obligations"), and add to it.',
  headline: 'The headline is what people see first, also where the rest is cut off. It stays as it is.',
  emergency:
    'The words for an emergency stay as they are. Your number for children’s social care belongs in contacts.yaml.',
  consent: 'The words about consent stay as they are: I10, consent is never the basis.',
  disagreements: 'Where the guidance disagrees with itself, both places are quoted as they stand.',
};

/** Headings of local.yaml, to say which one was meant. */
export const LOCAL_HEADINGS: readonly string[] = [
  ...['wording', 'questions', 'fixes', 'obligations', 'tell', 'words', 'contacts', 'options'],
  ...['id', 'ask', 'asks', 'help', 'why', 'when', 'label', 'value', 'title', 'text'],
  ...['name', 'what', 'phone', 'email'],
  ...FACT_IDS,
  ...TELL_VALUES,
];

/** Questions that safety rules rest on: no word of theirs is changed, since swapped answers could not be noticed. */
export const FIXED_QUESTIONS: Readonly<Partial<Record<Fact, string>>> = {
  urgency: question('I1 and I2 (danger now) rest'),
  risk: question('I3, I4 and I5 (any worry about harm) rest'),
  necessity: question('I5 (a child at risk) rests'),
  mandate: question('I5 (a child at risk) rests'),
  views: question('I10 and I12 (consent, and an objection) rest'),
  telling: question('I9 (telling the family) rests'),
};

function question(rests: string): string {
  return `Safety rules rest on this question: ${rests} on it. Its words and answers stay as they are. Leave it out here.`;
}

/** Questions with answers that safety rules rest on. What is asked stays, and so do these answers; help and why can be worded. */
export const FIXED_ANSWERS: Readonly<
  Partial<Record<Fact, { readonly values: 'all' | readonly string[]; readonly reason: string }>>
> = {
  purpose: { values: 'all', reason: fixed('I15 (planned sharing) rests') },
  recipient: {
    values: ['childrens-social-care', 'no-role'],
    reason: fixed('I14 and I17 (who gets it) rest'),
  },
  'harm-source': { values: 'all', reason: fixed('I9 (telling the family), and who is kept out, rest') },
  special: { values: 'all', reason: fixed('I11 (special category data) rests') },
};

function fixed(rests: string): string {
  return `Safety rules rest on what is asked and answered here: ${rests} on it. This stays as it is; "help" and "why" can be worded.`;
}

const WHOLE = (rule: string) =>
  `Safety rule ${rule} rests on these words: they stay as they are. Leave them out here.`;
const TITLE = (rule: string) =>
  `Safety rule ${rule} rests on this line: its title stays as it is; "text" can be worded.`;

/** Words of the advice that stay as they are, whole or in part, by part and id: what safety rules promise is said there. */
export const FIXED_ADVICE: Readonly<
  Record<string, { readonly reason: string; readonly only?: readonly string[] }>
> = {
  'fixes change-recipient': { reason: WHOLE('I17') },
  'obligations report-to-csc': { reason: WHOLE('I14') },
  'obligations do-not-leave-at-risk': { reason: WHOLE('I16') },
  'obligations nothing-to-this-person': { reason: WHOLE('I17') },
  'obligations reconsider-on-new-info': { reason: WHOLE('I7') },
  'obligations explain-if-asked': { reason: TITLE('I7'), only: ['title'] },
  'obligations record': { reason: TITLE('I8'), only: ['title'] },
  'obligations article9-sch1': { reason: TITLE('I11'), only: ['title'] },
  'obligations record-objection': { reason: TITLE('I12'), only: ['title'] },
  'obligations minimise': { reason: TITLE('I13'), only: ['title'] },
  'obligations accurate-relevant': { reason: TITLE('I13'), only: ['title'] },
  'obligations secure': { reason: TITLE('I13'), only: ['title'] },
  'obligations lawful-basis': { reason: TITLE('I13'), only: ['title'] },
  'obligations dpia-dsa': { reason: TITLE('I15'), only: ['title'] },
  'tell do-not-tell': { reason: WHOLE('I9') },
  'tell not-yet-check-safety': { reason: WHOLE('I9') },
  'tell after-when-safe': { reason: WHOLE('I9') },
  'tell decide-with-adviser': { reason: WHOLE('I9') },
  'tell before': { reason: WHOLE('I9') },
};

/**
 * The keys of words.yaml that can be worded: headings and buttons that lead on. All others say whom to ring, what is kept, what
 * was done or what was advised, or name what the record holds.
 */
export const LAID_OVER_WORDS: readonly string[] = [
  ...['home-title', 'help-title', 'help-start', 'help-resume', 'help-records', 'records-title', 'more'],
  ...['button-start', 'button-resume', 'button-another', 'button-why', 'button-next', 'button-to-question'],
  ...['button-go-back', 'button-tell-me', 'button-finish-record', 'button-decide', 'button-decide-now'],
  ...['button-answer-rest', 'button-report', 'button-help'],
  ...['why-title', 'decision-title'],
  ...['advice-how', 'advice-how-more', 'advice-contacts', 'advice-local-contacts', 'advice-basis-more'],
  ...['form-title-follow', 'form-title-differ', 'field-local-reference', 'hint-local-reference'],
  ...['report-title', 'report-label'],
];
