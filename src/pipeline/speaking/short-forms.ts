/** Words that a full stop may follow without an end of the sentence, and others that stand before one. */

export const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

export const NEVER_ENDS = words(`
  mr mrs mx dr prof messrs mme mmes mlle mlles mgr rev hon fr sra srta dra dña dhr mevr ing dipl
  vs viz cf approx p.s p.p.s n.b resp incl excl esp bzw evtl ggf vgl sog inkl exkl zzgl bspw insb ehem av
  e.g i.e p.ej p.ex z.b d.h o.ä z.t i.d.r u.a a.k.a c.-à-d avda dott geb d.w.z m.a.w o.a w.r.t o.g z.zt
  डॉ प्रो श्री पं कु
`);

/** Only with a capital: in lower case these are ordinary words or endings ("hon", "gen", "col"). */
export const TITLES = words(`
  Ms Gen Col Maj Capt Cmdr Lt Sgt Cpl Adm Brig Gov Sen Rep Pres Supt Insp Amb Mt Ft Msgr Hr Frl
  MM EE Hon Prof Dres Dipl.-Ing Atty Treas Dir Pvt Cpt Cmdt Ens Det Pte Secy Cllr Bro Fra Sta Sto
  Asst Assoc Lieut Ald Ste Fa Mag Hrsg Sig Avv Lic Arq Gral Exmo Exma Ilmo Ilma Profa Enga
`);

export const BEFORE_NUMBER = words(`
  no nos nr nrs num núm fig figs eq eqs sec ch chap vol vols p pp pg pág págs art par op ex tab bd s
  abs ver kap abb app ref thm def prop apt rte
`);

/** Of `BEFORE_NUMBER`, those that are words of their own. */
export const WHOLE_WORDS = words('no sec art par op ex tab s app ref prop def apt');

export const MAY_END = words(`
  co bros jr sr esq al dept est assn univ ave blvd rd st sq hwy pl uu ud uds chr j.-c cía cia mio mrd
  calif fla tex conn penn mich minn wis tenn colo ariz
`);

/** They end a sentence unless a number or one of `CALENDAR_PARTS` follows. */
export const CALENDAR = words(`
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
  janv févr fév avr juil déc ene abr dic okt dez jän fev ott giu
`);

/** "Acme Inc.": they end a sentence unless one of `OFFICES` or a short form follows. */
export const COMPANIES = words('Inc Ltd Corp LLC PLC Plc');

/** They end a sentence unless it goes on in lower case: no name follows them. */
export const DEGREES = words(`
  ph.d m.d b.a m.a b.s m.s m.b.a d.d.s d.v.m r.n j.d m.sc b.sc d.phil ed.d m.phil ll.b ll.m psy.d
`);

/** Of `MAY_END`, those that are short forms only with a capital. */
export const CAPITAL_ONLY = words(
  'co al est sq pl mar jun dec mon wed sat sun jan st art ex par sec tab uu mio cia',
);

/**
 * Short words that end a sentence whatever follows. Behind any other short word a full stop and a small
 * letter are taken for a short form that is not listed, in a text that has capitals.
 */
export const SHORT_WORDS = words(`
  it too now so you me him her us them here out up on in off done well all yes no ok okay day time way
  it's that this one two ten old new end go home work use run file code data see know back then is are
  was not do did be by at to for and or if an as of hot cold far good bad fine high low big more less
  most much many some any none same few lot day week year days hour page line list name app bug test
  tool key box car cat dog sun sea sky air war men man boy girl life food fish rice milk eggs soup tea
  best last next soon late ago once both else just only ever never there gut ja nein da so ist war hat
  oui non là bien sí ya ahí aquí él ella
`);

/** Measures and short forms that a full stop may follow anywhere. */
export const MEASURES = words(`
  ca max min temp misc govt avg est tel ext in ft yd mi oz lb lbs gal qt pt tbsp tsp hr hrs mins secs
  mph kg km cm mm ml sq tél env
`);

/** "5 ft. 3 in.": a smaller measure may follow these. */
export const DIVIDED_MEASURES = words('ft yd mi lb lbs hr hrs min mins');

/** "Yahoo! is": names that carry their mark with them. */
export const MARKED_NAMES = words('yahoo jeopardy joomla yum kahoot oklahoma mamma-mia wham p!nk');

/** Things with a letter for a name: "vitamin C." ends a sentence, "Harry S." does not. */
export const LETTERED = words(`
  vitamin plan option grade type hepatitis class group team point letter answer exhibit
  section part side version step drive category room gate terminal appendix variable key column row
`);

/** "He said no. 5 people left": an answer, not a number's name. */
export const BEFORE_ANSWER = words('said says say saying answered replied or yes simply just');

/** Before these "I" is a pronoun, not an initial: "you and I.", "taller than I." */
export const BEFORE_PRONOUN = words('and or than as am was but nor do did have had can will that');

/** "am 3. Rennen": after these a number with a stop is a German ordinal. */
export const GERMAN_DETERMINERS = words(`
  am im der die das dem den des vom zum zur beim ab seit jeder jede jedes jeden ihr ihre ihren sein
  seine seinen mein meine meinen unser unsere unseren ein eine einen
`);

/** "she said", "John asked": what makes the words behind a quotation part of its sentence. */
export const SPEECH_VERBS = words(`
  said says asked asks shouted yelled cried called whispered replied answered added muttered screamed
  laughed sighed snapped exclaimed demanded wondered continued murmured insisted admitted began
  thought told agreed smiled groaned gasped whined roared hissed joked warned repeated explained
  कहा पूछा बोला बोली बोले चिल्लाया चिल्लाई पूछता कहती
`);
