/** Words behind a mark: those that open a sentence, and those that carry one on. */
import { CALENDAR, DIVIDED_MEASURES, MARKED_NAMES, words } from './short-forms.ts';

/** Words that often open a sentence and are no names. */
const SENTENCE_OPENERS = words(`
  The This That These Those There Then They Their It Its He She We You Your My Our His Her I If In On
  At As An A And But Or So Yet Also When Where While Why What Who How Which Because Since Although
  Though After Before Until Once For From With Without To By Not No Yes Is Are Was Were Do Does Did
  Can Could Will Would Should May Let Please However Therefore Instead Meanwhile Today Tomorrow
  Yesterday Now Here Any Anyone Anybody Anything Whatever Whether Whose Whenever Wherever Unless
  Unlike Besides Hence Thus Moreover Furthermore Nevertheless Nonetheless Afterwards Afterward Nor
  Either None Few More Less Sometimes Often Never Always Again Under Over Above Around About Against
  Across Through Between Among Whoever Having Being Got People Thank Sorry Hey Hello Wow
  Unfortunately Fortunately Luckily Sadly Apparently Obviously Clearly Usually Actually Honestly
  Basically Eventually Suddenly Recently Currently Additionally Generally Typically Personally
  Surprisingly Interestingly Normally Originally Initially Lately Hopefully Frankly Certainly
  Definitely Absolutely Probably Possibly Ideally Technically Historically Supposedly Importantly
  Similarly Consequently Specifically Ultimately Officially Occasionally Literally Some Many Most All Both Each Every Another Other One Two Maybe Perhaps Just Even
  Only Still Thanks Sure Okay Well Oh Nobody Everyone Someone Something Nothing Everything Later Soon
  Next First Last During Despite Several Such Have Has Had Finally Otherwise Everybody Neither
  Ich Du Er Sie Es Wir Ihr Dann Danach Dort Hier Aber Und Doch Heute Morgen Gestern Wenn Als Wie Was
  Wer Wo Warum Jetzt Nun Auch Man Alle Alles Viele Ja Nein Im Am Das Der Die Ein Eine Sein Mein Darum
  Diese Dieser Dieses Ihre Seine Unser Weil Bei Mit Nach Seit Von Vor Bis Nur Noch Schon Sehr Danke
  Vielleicht Bitte Keine Kein Sind Deshalb Trotzdem Außerdem Zuerst
  Il Elle Ils Elles On Nous Vous Je Tu Ce Cette Ces Mais Et Puis Ensuite Alors Quand Dans Pour Oui Non
  Le La Les Un Une Des Son Sa Ses Mon Ma Mes Leur Notre Votre Si Comme Avec Sans Sur Depuis Après
  Avant Merci Voici Voilà Demain Hier Qui Que Quel Quelle Où Comment Pourquoi
  El Los Las Una Él Ella Ellos Ellas Yo Tú Usted Pero Luego Después Hoy Ayer Mañana Cuando En Por Para
  Con Sin Sí Este Esta Eso Se Me Y Su Sus Mi
  Hay Muy Ya Aquí Allí Ahora Entonces Además También Cómo Qué Quién Dónde Fue Tiene Gracias
  O Os As Um Uma Ele Ela Eles Elas Eu Você Nós Mas Depois Hoje Ontem Amanhã Quando Em Com Sem Sim
  Não Isso Já Também
`);

/** "Don't", "C'est": openers when an apostrophe follows. */
const CLIPPED_OPENERS = words(`
  Don Isn Doesn Didn Wasn Weren Aren Haven Hasn Won Wouldn Couldn Shouldn Ain C J N Qu
`);

/** Of these, words that are parts of names as well: "M. Le Goff", "J. La Rue". */
const NAME_PARTS = words(
  'Le La Les Des El Los Las Die Der Das Du Will May Von Ma Mi Su Sa Son Hay Bei Mon O',
);

/** Behind a name with a stop these are a sentence of their own, if a mark follows: "… at the U.S. Sad." */
const EXCLAMATIONS = words(`
  Sad Wow Nice Great Good Bad Cool Awesome Weird Strange Funny Right True False Correct Exactly Period
  Cute Crazy Wild Ouch Yikes Hooray Congrats Congratulations Done Simple Easy Understood Agreed Somehow
  Impressive Expensive Interesting Amazing Really Seriously Always Never Sorry Cheers Goodbye Bye Hi
  Hello Same Again Almost Why Ugh Hmm Huh Ha Haha Phew Gone Forever Together Twice Fast Slow Big Small
  Beautiful Lovely Perfect Fine Rare Odd Shocking Fascinating Lucky Insane Unbelievable Incredible
`);

/** Behind an emoji these open a sentence, too. */
const OPENERS_BEHIND_EMOJI = words(`
  Keep Go Come Take Try Check Hope Good Great Nice Happy See Enjoy Remember Don Looking Glad Feel Like
  Want Need Make Get Give Tell Ask Think Love Stay Welcome Congrats Bye Hi Hello Hey Ready Any Anything
  Nothing Got Be Best Bring Don't Let's Call Have Did Would Last Very Really Much Time More Stop Start
  Miss Wish Sending Talk Sleep Safe Sounds Excited Proud Cool Wow Cheers Lol Haha Feels Seriously
`);

/** "Acme Inc. President Ann Lee" */
const OFFICES = words(`
  President Chairman Chairwoman Chair Chief Founder Co-founder Cofounder Vice Director Executive
  Executives Managing Senior Spokesman Spokeswoman Spokesperson Manager Engineer Analyst Attorney
  Treasurer Secretary General Deputy Board Headquarters Building Tower Center Stadium Group Holdings
  Co Ltd Inc
`);

/** "Mon. Jan. 5", "Sat. Night Live" */
const CALENDAR_PARTS = words(`
  January February March April May June July August September October November December
  Monday Tuesday Wednesday Thursday Friday Saturday Sunday Night Morning Afternoon Evening
`);

const ZONES_AND_DAYS = words(`
  Eastern Central Mountain Pacific Greenwich Zulu Monday Tuesday Wednesday Thursday Friday Saturday
  Sunday January February March April May June July August September October November December
`);

const GERMAN_MONTHS = words(`
  Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
`);

/**
 * "The", "It", but not "Smith": whether `word` is one that usually opens a sentence.
 *
 * @param after the character behind it.
 */
export function isOpener(word: string, after = ''): boolean {
  return SENTENCE_OPENERS.has(word) || (/^['’]$/u.test(after) && CLIPPED_OPENERS.has(word));
}

/** Whether it is a measure that a smaller one may follow: "5 ft. 3 in." */
export function isDividedMeasure(word: string): boolean {
  return DIVIDED_MEASURES.has(word.toLowerCase());
}

/** "Sad.", "Sadly": it opens a sentence, or is one by itself when a mark follows. */
export function isExclamation(word: string, after: string): boolean {
  return /^[.!?…]$/u.test(after) && EXCLAMATIONS.has(word);
}

/** "Acme Inc. CEO Ann Lee" */
export function followsCompany(word: string): boolean {
  return OFFICES.has(word) || /^\p{Lu}{2,}$/u.test(word) || followsTime(word);
}

/** "Mon. Jan. 5", but "apr. J.-C." is French. */
export function followsCalendar(word: string, after: string): boolean {
  if (word.length === 1 && /^[.-]$/u.test(after)) return true;
  return CALENDAR_PARTS.has(word) || (after === '.' && CALENDAR.has(word.toLowerCase()));
}

/** The same behind an emoji, where no name is to be feared. */
export function isOpenerBehindEmoji(word: string): boolean {
  return word !== 'I' && (SENTENCE_OPENERS.has(word) || OPENERS_BEHIND_EMOJI.has(word));
}

/** Whether it may be a part of a name behind an initial as well: "M. Le Goff". */
export function isNamePart(word: string): boolean {
  return NAME_PARTS.has(word);
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
