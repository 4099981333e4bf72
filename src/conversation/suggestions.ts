import type { Fact, FactValue } from '../check/facts.ts';

/** An answer that something typed may give. It counts only once the person has said so. */
export type Suggestion = {
  readonly fact: Fact;
  readonly value: FactValue;
  /** The words of the list below that led to it; never other words of what was typed. */
  readonly cue: string;
};

type Cues = {
  readonly fact: Fact;
  readonly value: FactValue;
  readonly words: readonly string[];
  /** One of these has to stand in the text as well. */
  readonly beside?: readonly string[];
};

/** Words about harm: somebody named beside them may be the one who causes it. */
const HARM: readonly string[] = [
  'hit',
  'hits',
  'hitting',
  'hurt',
  'hurts',
  'hurting',
  'harmed',
  'beat',
  'beats',
  'beaten',
  'slapped',
  'punched',
  'kicked',
  'kicks',
  'pushed',
  'bruise',
  'bruises',
  'bruised',
  'black eye',
  'burn marks',
  'abuse',
  'abused',
  'abusing',
  'neglect',
  'neglected',
  'touched',
  'groomed',
  'threatened',
  'scared of',
  'afraid of',
  'frightened of',
];

/**
 * By answer, the words that suggest it: the longest that stands in the text is the one. Only answers that raise a concern or
 * say who takes part are here; none that lowers one. Share Check's own.
 */
export const CUES: readonly Cues[] = [
  { fact: 'risk', value: 'clear', words: HARM },
  {
    fact: 'recipient',
    value: 'childrens-social-care',
    words: ['social care', 'social services', 'social worker', 'mash', 'front door'],
  },
  {
    fact: 'recipient',
    value: 'safeguarding-role',
    words: [
      'school nurse',
      'health visitor',
      'midwife',
      'safeguarding lead',
      'dsl',
      'police',
      'police officer',
      'paediatrician',
      'camhs',
    ],
  },
  {
    fact: 'relationship',
    value: 'adult-only',
    words: [
      'my client',
      'my patient',
      'my tenant',
      'i work with his mum',
      'i work with her mum',
      'i support the mum',
    ],
  },
  {
    fact: 'confidential',
    value: 'yes',
    words: [
      'in confidence',
      'told me not to tell',
      'asked me not to tell',
      'keep it secret',
      'promised not to tell',
    ],
  },
  {
    fact: 'harm-source',
    value: 'parent-carer',
    words: [
      'mum',
      'mother',
      'mummy',
      'dad',
      'father',
      'daddy',
      'parents',
      'stepdad',
      'step-dad',
      'stepfather',
      'stepmum',
      'step-mum',
      'stepmother',
      'foster carer',
    ],
    beside: HARM,
  },
  {
    fact: 'harm-source',
    value: 'known-other',
    words: [
      "mum's boyfriend",
      "mum's partner",
      "dad's girlfriend",
      "dad's partner",
      'boyfriend',
      'girlfriend',
      'uncle',
      'aunt',
      'cousin',
      'brother',
      'sister',
      'grandad',
      'grandma',
      'neighbour',
      'family friend',
    ],
    beside: HARM,
  },
  {
    fact: 'harm-source',
    value: 'professional',
    words: [
      'teacher',
      'teaching assistant',
      'coach',
      'colleague',
      'staff member',
      'member of staff',
      'support worker',
    ],
    beside: HARM,
  },
  {
    fact: 'harm-source',
    value: 'outside',
    words: ['met online', 'gang', 'county lines', 'older man', 'stranger'],
  },
  {
    fact: 'identities',
    value: 'yes',
    words: ['refuge', 'safe house', 'fled', 'in hiding', 'new address'],
  },
];

/**
 * The answers that a text may give, in the order the check asks them, one for each question. Pure; nothing is kept of the text
 * but the words of the list that stood in it.
 */
export function suggestionsIn(message: string, order: readonly Fact[]): readonly Suggestion[] {
  const text = plain(message);
  const found = CUES.flatMap(({ fact, value, words, beside }) =>
    beside === undefined || beside.some((word) => stands(text, word))
      ? words.filter((word) => stands(text, word)).map((cue): Suggestion => ({ fact, value, cue }))
      : [],
  );
  return order.flatMap((fact) => {
    const [longest] = found
      .filter((each) => each.fact === fact)
      .toSorted((one, other) => other.cue.length - one.cue.length);
    return longest === undefined ? [] : [longest];
  });
}

/** True for an account of what happened to somebody, rather than a question about what may be done. */
export function isStory(message: string): boolean {
  const text = plain(message);
  if (message.includes('?') || ASKING.test(text)) return false;
  return text.split(' ').length >= 4 && SOMEBODY.test(text);
}

const ASKING =
  /^(?:so |hi |hello |please |ok )*(?:who|whom|whose|what|what's|which|when|where|why|how|can|could|do|does|did|should|shall|may|might|must|am|is|are|was|were|will|would|has|have|if|tell me|explain|define)\b/;
const SOMEBODY =
  /\b(?:he|she|they|him|her|his|them|their|mum|mum's|dad|dad's|child|boy|girl|pupil|student|baby|toddler|teenager|son|daughter|kid)\b/;

const plain = (message: string) =>
  message
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/[^\p{L}\p{N}'-]+/gu, ' ')
    .trim();

/** Whole words only: "mum" does not stand in "mum's boyfriend". */
const stands = (text: string, word: string) => ` ${text} `.includes(` ${word} `);
