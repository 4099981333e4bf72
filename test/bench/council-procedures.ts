/** A local procedure as it would stand in a deployment's `knowledge/` folder. */
export type ProcedureFile = { readonly name: string; readonly text: string };

const PLACE_STARTS =
  'Alder Ash Barn Beck Birch Brad Brook Burn Carl Chal Clay Coln Cran Dun East Elm Fal Fen Gar Glen Hal Hart Hazel Holm Kel Lang Led Lin Mal Marsh Mel Nether New Oak Pen Raven Roth Sel Stan Thorn Up Wal Wel Wether Win Wood'.split(
    ' ',
  );
const PLACE_ENDS =
  'beck bourne bridge bury by combe cote dale den don field ford gate ham holme hurst ley mere mouth side stead stone thorpe ton wade well wick worth'.split(
    ' ',
  );
// Commonest first: a word near the front of a list is picked far more often than one near its end.
const PEOPLE = listOf(
  'the social worker|the manager|the parent or carer|the school|the designated lead|the health visitor|the foster carer|the team leader|the early help worker|the GP|the duty officer|the youth worker|the headteacher|the midwife|the housing officer|the police|the school nurse|the reviewing officer|the family support worker|the childminder|the attendance officer|the advocate|the interpreter|the club secretary|the personal adviser|the probation officer|the paediatrician|the contact supervisor|the governor for safeguarding|the virtual school|the portage worker|the escort on the school bus|the play therapist|the sensory impairment teacher|the registrar|the caretaker|the bursary clerk|the crossing patrol|the allotment warden|the librarian',
);
const TEAMS = listOf(
  'children’s services|the front door team|early help|the assessment team|the fostering service|the records office|the disabled children’s team|the youth justice service|the complaints team|the adoption service|the leaving care team|the emergency duty team|the quality assurance unit|the transport desk|the fraud section|the education welfare service|the music hub|the archive|the translation bureau|the legal gateway|the licensing desk|the emergency planning cell',
);
const THINGS = listOf(
  'the record|the information|the form|the plan|a written note|the referral|the assessment|the file|the agreed actions|the contact sheet|the consent form|the chronology|the risk assessment|the minutes|the letter to the family|the travel warrant|the health summary|the register|the exception report|the timetable|the court bundle|the body map|the equipment loan slip|the mileage claim|the genogram|the delegated authority sheet|the passport application|the savings account statement|the life story book|the hearing aid log|the fire drill log|the swimming consent slip',
);
const ACTIONS = listOf(
  'check|send|complete|share|update|sign|review|agree|keep|discuss|pass on|read|date|return|store|request|explain|approve|copy|summarise|challenge|translate|countersign|scan|redact|laminate|shred|audit|reconcile|transcribe|escalate',
);
const EVENTS = listOf(
  'a child is worried about going home|a parent does not agree|the family moves to another area|a visit is missed|a new worry is raised|a child is not in school|a placement changes|the plan is not working|a parent asks to see what was written|two services give different advice|somebody rings outside office hours|a young person goes missing|the worker is on leave|a child has an injury that nobody can explain|a carer becomes ill|the invoice is late|an allegation is made about a member of staff|the taxi does not arrive|a sibling is born|a laptop is lost|a child turns sixteen|the heating fails in the contact centre|a dog is kept at the address|the interpreter cancels|a passport has expired|a grant runs out|snow closes the roads',
);
const TIMES = listOf(
  'within one working day|before the meeting|by the end of the week|on the same day|within ten working days|at the next review|every six weeks|in the first month|as soon as it is safe|before the end of term|in supervision|once a quarter|on the Monday after|during the school holidays|before the panel sits|at the annual check|overnight|within a fortnight',
);
const REASONS = listOf(
  'so that the child is kept safe|so that the family knows what will happen|because others rely on it|so that nothing is missed|to help the next worker|so that decisions can be explained later|because the law asks for it|to avoid asking the family twice|to keep within the budget|so that payment is made on time|because the inspectors look for it|to protect people’s privacy|to show who agreed and why|so that siblings are thought of as well|to prevent a repeat of last winter|because tenancies depend on it',
);
const MATTERS = listOf(
  'children in need|visits to families|sharing information|early help|school attendance|foster care|health checks|family time|missing children|records|children with disabilities|private fostering|young carers|leaving care|housing and homelessness|travel and transport|payments to carers|complaints|volunteers|online safety|parental consent|short breaks|education plans|adoption support|holiday clubs|elective home education|performance licences|unaccompanied children|passports and trips abroad|pets in foster homes|musical instruments|winter weather',
);
const ASPECTS = listOf(
  'who does what|before you start|the first visit|working with parents|writing it down|when things change|checks by managers|timescales|working with schools|working with health|when it goes wrong|out of hours|closing the work|forms to use|costs|review',
);

/**
 * Local procedures of a large council that does not exist: documents of several sections, each of a few passages of about
 * sixty words, the same every time. Common words are in many passages, place names in few.
 *
 * @param count how many passages they have together
 */
export function councilProcedures(count: number): readonly ProcedureFile[] {
  const { below, pick, place } = chance(20_240_501);
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const clauses = [
    () =>
      `If ${pick(EVENTS)}, ${pick(PEOPLE)} should ${pick(ACTIONS)} ${pick(THINGS)} ${pick(TIMES)}, ${pick(REASONS)}.`,
    () =>
      `${capital(pick(PEOPLE))} and ${pick(PEOPLE)} ${pick(ACTIONS)} ${pick(THINGS)} together ${pick(TIMES)}.`,
    () =>
      `In ${place()}, ${pick(TEAMS)} will ${pick(ACTIONS)} ${pick(THINGS)} for ${pick(MATTERS)} ${pick(TIMES)}, ${pick(REASONS)}.`,
    () => `Ask ${pick(TEAMS)} in ${place()} when you are not sure how to ${pick(ACTIONS)} ${pick(THINGS)}.`,
  ];
  const passage = () => Array.from({ length: 3 }, (_, i) => clauses[(below(2) + i) % 4]?.()).join(' ');

  const files: ProcedureFile[] = [];
  for (let left = count; left > 0; ) {
    const matter = pick(MATTERS);
    const text = [`# ${capital(matter)} in ${place()}`];
    for (let sections = 4 + below(4); sections > 0 && left > 0; sections--) {
      text.push(`## ${capital(pick(MATTERS))}: ${pick(ASPECTS)}`);
      for (let more = 3 + below(4); more > 0 && left > 0; more--, left--) text.push(passage());
    }
    files.push({
      name: `procedure-${String(files.length + 1).padStart(4, '0')}.md`,
      text: `${text.join('\n\n')}\n`,
    });
  }
  return files;
}

function listOf(text: string): readonly string[] {
  return text.split('|');
}

/** Picks by a fixed seed. */
function chance(from: number) {
  let seed = from;
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) / 2 ** 24;
  };
  const below = (most: number) => Math.floor(next() * most);
  const pick = (list: readonly string[]) => list[Math.floor(next() ** 2 * list.length)] ?? '';
  const place = () => `${PLACE_STARTS[below(PLACE_STARTS.length)]}${PLACE_ENDS[below(PLACE_ENDS.length)]}`;
  return { below, pick, place };
}
