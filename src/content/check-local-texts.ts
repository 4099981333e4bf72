import { ASKS, type Asks, type LocalFile } from '../check/local-dialog.ts';
import type { ContentFault } from './content-fault.ts';
import type { Path } from './plain-issue.ts';
import type { YamlFile } from './read-yaml.ts';

type Refusal = { readonly found: RegExp; readonly reason: string };

const NOT = "(?:do not|don['’]t|never|must not|cannot|can['’]t|may not|should not|need not|no need to)";
const SHARE = 'shar(?:e|ing)|report(?:ing)?|refer(?:ring)?|pass (?:it|this|that|anything) on';
const TELL = 'tell(?:ing)?|ring(?:ing)?|call(?:ing)?|phon(?:e|ing)|contact(?:ing)?|inform(?:ing)?';
const THEM = 'social care|social worker|police|999|lead|safeguarding|council|anyone|anybody';

/** "You do not have to wait for …" asks nobody to wait. */
const UNLESS_DENIED = "(?<!(?:\\bnot|\\bnever|n['’]t|\\bno need)(?: \\w+){0,3} )";

/** What no local text says, whatever it is the text of. A net for slips: words can always be found that pass it. */
const REFUSED: readonly Refusal[] = [
  {
    found:
      /\b(consent|permission)|\b(agree\w*|approv\w*|happy|ok|okay) (to|for|with) (\w+ ){0,3}(shar|pass)/i,
    reason:
      'Local words do not speak of consent or permission: I10, it is never the basis, and a child at risk does not wait for it. Say it another way, or leave it out.',
  },
  {
    found: new RegExp(`\\b${NOT} (?:\\w+ ){0,2}(?:${SHARE})\\b`, 'i'),
    reason: 'Local words do not tell people not to share: whether to share is for the advice to say.',
  },
  {
    found: new RegExp(`\\b${NOT} (?:\\w+ )?(?:${TELL})\\b[^.]*\\b(?:${THEM})\\b`, 'i'),
    reason: 'Local words do not keep people from telling those who protect a child.',
  },
  {
    found: new RegExp(
      `${UNLESS_DENIED}\\b(?:wait (?:for|until|till|an?|one|two|some|\\d)|hold (?:on|off|back)|leave it (?:for|until|till|an?|and|over|be))\\b|\\bnext (?:week|month|term|year)\\b|${UNLESS_DENIED}\\ba few (?:days|weeks)\\b|\\bwill decide\\b|\\bdecides? (?:if|whether|what)\\b|\\bup to (?:\\w+ ){1,3}(?:if|whether)\\b|\\bsign(?:s|ed|ing)?[ -](?:\\w+ ){0,2}off\\b`,
      'i',
    ),
    reason:
      'Local words do not ask people to wait, or let somebody else decide: the advice says when, and the person who asks decides.',
  },
  {
    found: /\b(?:choose|pick|say|answer|tap|press|select|tick) ["'“‘]?(?:yes|no|not sure)\b/i,
    reason: 'Local words do not tell people which answer to give.',
  },
  {
    found: /\bgolden rule|\bpages? \d|\(p\.? ?\d|\bguidance (says|asks|wants|requires|tells|expects)\b/i,
    reason: 'Local words do not cite the guidance: its words stand beside them, with the page.',
  },
];

/** Words that only fit one kind of thing to do. The safety rules go by the kind, so the two have to agree. */
const KIND_WORDS: Readonly<Partial<Record<Asks, RegExp>>> = {
  'before-sharing':
    /\bbefore (you |it |this |that |anything |any of it )*(is |gets |goes|shar|sent|send|ring|call|report|tell|pass|leav)|\bfirst\b(?! aid)|(?<!\b(?:not|never) (have to |need to )?)\bwait (for|until|till|before)\b/i,
  'tell-family':
    /(?<!\b(not|never) )\b(tell|ask|inform|warn|ring|call|phone|contact|e-?mail|write to|(speak|talk) (to|with)) (the |their |his |her |both )?(child|children|pupil|student|family|parents?|mother|father|mum|dad|carers?|guardians?)\b(?!['’]s| (support|liaison|services?|team|hub|help|centre|worker))/i,
  'give-to-recipient':
    /\b(send|give|hand|forward|e-?mail|tell|answer|reply to)\b[^.]*\b(who asked|whoever asked|requester|recipient)\b/i,
};

/** Letters that look like others, and signs nobody can see. */
const ODD = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]|[\p{Cf}\p{Co}\p{Cn}]/u;

/** Faults of the texts of local.yaml, whatever they are the text of: what they may not say, and how they are written. */
export function checkLocalTexts(local: YamlFile<LocalFile>): ContentFault[] {
  const faults: ContentFault[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      faults.push(...wrongIn(value).map((message) => local.fault(path, message)));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        walk(item, [...path, Array.isArray(value) ? Number(key) : key]);
      }
    }
  };
  walk(local.parts, []);
  return [...faults, ...checkKinds(local)];
}

function wrongIn(text: string): string[] {
  const plain = withoutMarks(text);
  return [
    ...(/\p{Cc}/u.test(text)
      ? ['Write this as one line of text. To break it in the file, begin with ">-".']
      : []),
    ...(ODD.test(text) ? ['A sign here cannot be seen, or is not a Latin letter. Type this line anew.'] : []),
    ...REFUSED.filter(({ found }) => found.test(plain)).map(({ reason }) => reason),
  ];
}

function checkKinds(local: YamlFile<LocalFile>): ContentFault[] {
  return (local.parts.obligations ?? []).flatMap(({ asks, title, text }, i) => {
    const said = withoutMarks(`${title}. ${text}`);
    const other = (Object.keys(KIND_WORDS) as Asks[]).find(
      (kind) => kind !== asks && KIND_WORDS[kind]?.test(said),
    );
    if (other === undefined) return [];
    const message = `This reads like "${other}" (${ASKS[other].toLowerCase().replace(/\.$/, '')}), but "asks" says "${asks}". The safety rules go by "asks": choose the kind that fits, make two of it, or say it another way.`;
    return [local.fault(['obligations', i, 'asks'], message)];
  });
}

/** As it reads: one kind of letters and blanks, without signs over them. */
const withoutMarks = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ');
