/** Full stops that need not end a sentence: which words carry one, and what may follow it. */

/** What the word before a full stop tells about it. */
export type StopKind =
  /** Nothing special: the stop ends a sentence. */
  | 'ordinary'
  /** A title or a connective ("Dr.", "e.g."): something always follows. */
  | 'never-ends'
  /** "1.", "a." where an item begins. */
  | 'item-number'
  /** "No. 5", "p. 12": a number follows, otherwise the word is an ordinary one. */
  | 'before-number'
  /** "3." in "am 3. Oktober". */
  | 'day-number'
  /** "J.", "U.S.", "Inc.": ends a sentence only when a usual opening word follows. */
  | 'may-end'
  /** "5 p.m.": ends one unless a time zone or a day follows. */
  | 'time'
  /** "etc.": ends one unless the text goes on in lower case. */
  | 'open-list'
  /** No vowel, no capital ("tbsp."): perhaps a short form we do not list. */
  | 'unknown-short-form';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

const NEVER_ENDS = words(`
  mr mrs mx dr prof messrs mme mlle rev hon fr sra srta dña dhr mevr
  vs viz cf approx resp incl excl esp bzw evtl ggf vgl sog inkl exkl zzgl bspw insb
  e.g i.e p.ej p.ex z.b d.h u.a o.ä z.t i.d.r
`);

/** Only with a capital: in lower case these are ordinary words or endings ("hon", "gen", "col"). */
const TITLES = words(`
  Ms Gen Col Maj Capt Cmdr Lt Sgt Cpl Adm Brig Gov Sen Rep Pres Supt Insp Amb Mt Ft Msgr Hr Frl
`);

const BEFORE_NUMBER = words(`
  no nos nr nrs num fig figs eq eqs sec ch chap vol vols p pp pg art par op ex tab bd s abs ver
`);

const MAY_END = words(`
  inc ltd corp co llc plc bros jr sr esq al dept est assn univ ave blvd rd st sq hwy pl
  ph.d m.sc b.sc d.phil ed.d
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
`);

/** Of `MAY_END`, those that are short forms only with a capital. */
const CAPITAL_ONLY = words(
  'inc co al est sq pl mar jun dec mon wed sat sun jan st art ex par sec tab',
);

/** Measures and short forms that a full stop may follow anywhere. */
const MEASURES = words(`
  ca max min temp misc govt avg est tel ext in ft yd mi oz lb lbs gal qt pt tbsp tsp hr hrs mins secs
  mph kg km cm mm ml sq
`);

/** "Yahoo! is": names that carry their mark with them. */
const MARKED_NAMES = words('yahoo jeopardy joomla yum kahoot oklahoma mamma-mia wham p!nk');

/** Things with a letter for a name: "vitamin C." ends a sentence, "Harry S." does not. */
const LETTERED = words(`
  vitamin plan option grade type hepatitis class group team point letter answer exhibit section
  part side version step drive category room gate terminal appendix variable
`);

/** Words that often open a sentence and are no names. */
const OPENERS = words(`
  The This That These Those There Then They Their It Its He She We You Your My Our His Her I If In On
  At As An A And But Or So Yet Also When Where While Why What Who How Which Because Since Although
  Though After Before Until Once For From With Without To By Not No Yes Is Are Was Were Do Does Did
  Can Could Will Would Should May Let Please However Therefore Instead Meanwhile Today Tomorrow
  Yesterday Now Here Some Many Most All Both Each Every Another Other One Two Maybe Perhaps Just Even
  Only Still Thanks Sure Okay Well Oh Nobody Everyone Someone Something Nothing Everything
`);

const ZONES_AND_DAYS = words(`
  Eastern Central Mountain Pacific Greenwich Zulu Monday Tuesday Wednesday Thursday Friday Saturday
  Sunday January February March April June July August September October November December
`);

const GERMAN_MONTHS = words(`
  Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
`);

const SINGLE_LETTERS_WITH_STOPS = /^(?:\p{L}\.)+\p{L}$/u;

/**
 * @param word what stands before the full stop, back to white space, opening marks stripped.
 * @param before the word before that one, `''` where the piece begins.
 */
export function stopKind(word: string, before: string): StopKind {
  if (word === '' || /[/@\\_]/u.test(word)) return 'ordinary';
  const opensPiece = before === '';
  const lower = word.toLowerCase();
  const isCapital = /^\p{Lu}/u.test(word);

  if (/^\d+(?:\.\d+)*$/u.test(word)) {
    if (opensPiece && /^\d{1,3}(?:\.|$)/u.test(word)) return 'item-number';
    if (word === '1' && before.endsWith(':')) return 'item-number';
    return /^(?:[12]?\d|3[01])$/u.test(word) ? 'day-number' : 'ordinary';
  }
  if (/^[ap]\.?m$/u.test(lower) && (lower.includes('.') || /\d$/u.test(before))) return 'time';
  if (/^\d+(?:[:.]\d\d)?[ap]\.?m$/u.test(lower)) return 'time';
  if (lower === 'etc' || lower === 'usw') return 'open-list';
  if (NEVER_ENDS.has(lower) || TITLES.has(word)) return 'never-ends';
  if (BEFORE_NUMBER.has(word.length === 1 ? word : lower)) return 'before-number';
  if (/^\p{L}$/u.test(word)) return singleLetterKind(opensPiece, isCapital, before);
  if (SINGLE_LETTERS_WITH_STOPS.test(word)) return isCapital ? 'may-end' : 'never-ends';
  if (MAY_END.has(lower) && (isCapital || !CAPITAL_ONLY.has(lower))) return 'may-end';
  if (MEASURES.has(lower)) return 'unknown-short-form';
  return /^[\p{Ll}--[aeiouyäöüáéíóúàèìòùâêîôûå]]{2,6}$/v.test(word)
    ? 'unknown-short-form'
    : 'ordinary';
}

function singleLetterKind(opensPiece: boolean, isCapital: boolean, before: string): StopKind {
  if (!isCapital) return opensPiece ? 'item-number' : 'ordinary';
  return LETTERED.has(before.toLowerCase()) ? 'ordinary' : 'may-end';
}

/** "The", "It", but not "Smith": whether `word` is one that usually opens a sentence. */
export function isOpener(word: string): boolean {
  return OPENERS.has(word);
}

/** "EST", "Eastern", "Monday": what follows a time of day without ending the sentence. */
export function followsTime(word: string): boolean {
  return ZONES_AND_DAYS.has(word) || /^\p{Lu}{2,}$/u.test(word);
}

export function isGermanMonth(word: string): boolean {
  return GERMAN_MONTHS.has(word);
}

/** Whether `word` is a name that is written with an exclamation mark. */
export function isMarkedName(word: string): boolean {
  return MARKED_NAMES.has(word.toLowerCase());
}
