/** Words that a full stop may follow without an end of the sentence, and words that open one. */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

export const NEVER_ENDS = words(`
  mr mrs mx dr prof messrs mme mmes mlle mlles mgr rev hon fr sra srta dra dña dhr mevr ing dipl
  vs viz cf approx p.s p.p.s n.b resp incl excl esp bzw evtl ggf vgl sog inkl exkl zzgl bspw insb ehem av
  e.g i.e p.ej p.ex z.b d.h o.ä z.t i.d.r u.a a.k.a c.-à-d
  डॉ प्रो श्री पं कु
`);

/** Only with a capital: in lower case these are ordinary words or endings ("hon", "gen", "col"). */
export const TITLES = words(`
  Ms Gen Col Maj Capt Cmdr Lt Sgt Cpl Adm Brig Gov Sen Rep Pres Supt Insp Amb Mt Ft Msgr Hr Frl
  MM EE Hon Prof Dres Dipl.-Ing Atty Treas Dir Pvt Cpt Cmdt Ens Det Pte Secy Cllr Bro Fra Sta Sto
`);

export const BEFORE_NUMBER = words(`
  no nos nr nrs num núm fig figs eq eqs sec ch chap vol vols p pp pg pág págs art par op ex tab bd s
  abs ver kap abb app ref thm def prop
`);

/** Of `BEFORE_NUMBER`, those that are words of their own. */
export const WHOLE_WORDS = words('no sec art par op ex tab s app ref prop def');

export const MAY_END = words(`
  inc ltd corp co llc plc bros jr sr esq al dept est assn univ ave blvd rd st sq hwy pl uu ud uds
  chr j.-c
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
`);

/** They end a sentence unless it goes on in lower case: no name follows them. */
export const DEGREES = words(`
  ph.d m.d b.a m.a b.s m.s m.b.a d.d.s d.v.m r.n j.d m.sc b.sc d.phil ed.d m.phil ll.b ll.m psy.d
`);

/** Of `MAY_END`, those that are short forms only with a capital. */
export const CAPITAL_ONLY = words(
  'inc co al est sq pl mar jun dec mon wed sat sun jan st art ex par sec tab uu',
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

/** "Yahoo! is": names that carry their mark with them. */
export const MARKED_NAMES = words('yahoo jeopardy joomla yum kahoot oklahoma mamma-mia wham p!nk');

/** Things with a letter for a name: "vitamin C." ends a sentence, "Harry S." does not. */
export const LETTERED = words(`
  vitamin plan option grade type hepatitis class group team point letter answer exhibit
  section part side version step drive category room gate terminal appendix variable key column row
`);

/** Before these "I" is a pronoun, not an initial: "you and I.", "taller than I." */
export const BEFORE_PRONOUN = words('and or than as am was but nor do did have had can will that');

/** "am 3. Rennen": after these a number with a stop is a German ordinal. */
export const GERMAN_DETERMINERS = words(`
  am im der die das dem den des vom zum zur beim ab seit jeder jede jedes jeden ihr ihre ihren sein
  seine seinen mein meine meinen unser unsere unseren ein eine einen
`);

/** Words that often open a sentence and are no names. */
export const SENTENCE_OPENERS = words(`
  The This That These Those There Then They Their It Its He She We You Your My Our His Her I If In On
  At As An A And But Or So Yet Also When Where While Why What Who How Which Because Since Although
  Though After Before Until Once For From With Without To By Not No Yes Is Are Was Were Do Does Did
  Can Could Will Would Should May Let Please However Therefore Instead Meanwhile Today Tomorrow
  Yesterday Now Here Some Many Most All Both Each Every Another Other One Two Maybe Perhaps Just Even
  Only Still Thanks Sure Okay Well Oh Nobody Everyone Someone Something Nothing Everything Later Soon
  Next First Last During Despite Several Such Have Has Had Finally Otherwise Everybody Neither
  Ich Du Er Sie Es Wir Ihr Dann Danach Dort Hier Aber Und Doch Heute Morgen Gestern Wenn Als Wie Was
  Wer Wo Warum Jetzt Nun Auch Man Alle Alles Viele Ja Nein Im Am Das Der Die Ein Eine Sein Mein Darum
  Il Elle Ils Elles On Nous Vous Je Tu Ce Cette Ces Mais Et Puis Ensuite Alors Quand Dans Pour Oui Non
  Le La Les Un Une Des
  El Los Las Una Él Ella Ellos Ellas Yo Tú Usted Pero Luego Después Hoy Ayer Mañana Cuando En Por Para
  Con Sin Sí Este Esta Eso Se Me Y
`);

/** Of these, words that are parts of names as well: "M. Le Goff", "J. La Rue". */
export const NAME_PARTS = words('Le La Les Des El Los Las Die Der Das Du Will May Will');

/** Behind an emoji these open a sentence, too. */
export const OPENERS_BEHIND_EMOJI = words(`
  Keep Go Come Take Try Check Hope Good Great Nice Happy See Enjoy Remember Don Looking Glad Feel Like
  Want Need Make Get Give Tell Ask Think Love Stay Welcome Congrats Bye Hi Hello Hey Ready Any Anything
  Nothing Got Be Best Bring Don't Let's Call Have Did Would Last Very Really Much Time More Stop Start
`);

export const ZONES_AND_DAYS = words(`
  Eastern Central Mountain Pacific Greenwich Zulu Monday Tuesday Wednesday Thursday Friday Saturday
  Sunday January February March April May June July August September October November December
`);

export const GERMAN_MONTHS = words(`
  Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
`);

/** "she said", "John asked": what makes the words behind a quotation part of its sentence. */
export const SPEECH_VERBS = words(`
  said says asked asks shouted yelled cried called whispered replied answered added muttered screamed
  laughed sighed snapped exclaimed demanded wondered continued murmured insisted admitted began
  thought told agreed smiled groaned gasped whined roared hissed joked warned repeated explained
  कहा पूछा बोला बोली बोले चिल्लाया चिल्लाई पूछता कहती
`);
