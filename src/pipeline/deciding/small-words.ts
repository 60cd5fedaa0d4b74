/** Words that carry nothing of their own, folded as `wordsOf()` does. */

/** Sounds of thinking, agreeing and laughing, as recognisers spell them, letter by letter even: "mm", "hmm", "mhm", "uh", "haha". */
const HUM =
  /^(?:m+h*m*|[hn]|h+m+|m+hm+|u+h+|u+h+m*|a+h+|o+h+|e+r+m*|hu+h+|(?:ha|he+|hi|ho){2,}h?|a?ha|he+h|hee|ho|pfew|phe+w+|whe+w+|pf+t?|tsk|brr+|u+gh|e+w+|a+w+|o+w+)$/u;

/** Nobody hums longer; and the pattern must not meet thousands of letters. */
const MAX_HUM_CHARS = 40;

export function isHum(word: string): boolean {
  return word.length <= MAX_HUM_CHARS && HUM.test(word);
}

/** What laughter and singing come back as: "Ta ta ta.", "La la la la." */
const SYLLABLE = /^[bdfgklmnptwz]a+h?$/u;
const LEAST_SYLLABLES = 3;

/** @returns whether it is one syllable over and over, which is no word however often. */
export function isOneSyllable(words: readonly string[]): boolean {
  const [first = ''] = words;
  return (
    words.length >= LEAST_SYLLABLES &&
    first.length <= MAX_HUM_CHARS &&
    SYLLABLE.test(first) &&
    words.every((word) => word === first)
  );
}

export const BACKCHANNEL_WORDS: ReadonlySet<string> = new Set(
  `mm mmm mhm hm hmm um umm uh uhm ah aha ahh oh ooh huh eh er erm ha haha hehe lol yeah yea yep yup ya yes yah
  right ok okay okey k cool nice sure wow exactly interesting indeed true totally absolutely definitely great good
  fine alright gotcha really fair damn dang whoa woah huh awesome amazing perfect lovely sweet crazy wild funny
  and him well correct agreed understood certainly course brilliant fantastic wonderful neat super hmmm mkay
  noted duly ouch yikes eek oof oops ahem alrighty hooray hurray yay bravo congrats whew gosh jeez geez seriously literally amen
  touche cheers gesundheit totes bingo
  ja genau stimmt klar gut achso krass oui daccord bien si vale claro bueno voila`.split(/\s+/u),
);

/** What one finds that something is; with and without "that's so" before it. */
export const JUDGING_WORDS: ReadonlySet<string> = new Set(
  `excellent beautiful fascinating hilarious impressive incredible unbelievable remarkable astonishing splendid gorgeous
  adorable cute sad tragic terrible horrible awful gross disgusting scary creepy spooky weird strange odd bizarre insane
  nuts wicked sick epic legendary genius clever smart wise deep intense surprising shocking hysterical ridiculous
  outrageous delightful charming cool nice great good amazing awesome wonderful fantastic brilliant lovely sweet crazy
  wild funny interesting fair true neat super perfect magnificent marvelous marvellous stunning inspiring touching
  delicious tasty yummy helpful useful handy tough rough harsh huge big`.split(/\s+/u),
);

/** What may stand before them. */
export const JUDGMENT_LEADS =
  /^(?:(?:thats|that is|its|it is|this is|how|so|very|pretty|really|quite|just|absolutely|totally|that was|what a|that sounds|sounds|looks|thats just)(?: (?:so|very|pretty|really|quite|just|absolutely|totally|actually|kind of|pretty))*)$/u;

export const BACKCHANNEL_PHRASES: ReadonlySet<string> = new Set(
  `i see|got it|i got it|oh wow|no way|uh huh|mm hm|mm hmm|mhm hm|oh really|is that so|of course|for sure|sounds good
  |that sounds good|makes sense|make sense|that makes sense|thats right|thats true|thats cool|thats nice|thats great
  |thats interesting|thats funny|thats crazy|thats amazing|thats good|thats fair|thats awesome|how interesting|how nice
  |very nice|very good|very interesting|very cool|so cool|so true|so nice|all right|i know|i know right|i understand|you dont say
  |fair enough|good point|good to know|good one|nice one|oh my|oh my god|oh god|oh man|oh no|oh i see|oh yes|oh yeah|my god|no kidding|well well|go on|i agree
  |ach so|alles klar|ah ja|bien sur|ah bon|de acuerdo|ya veo|h m|m h m|a ha|thank you|thanks|pretty cool|pretty good
  |oh my gosh|oh my days|i get it|i got that|so i heard|thats what i heard|crazy stuff|good stuff|cool stuff|wild stuff|oh my goodness|oh my word|my goodness|my gosh|oh gosh|oh boy|oh dear|dear me|oh wait really|oh come on|good lord|good grief
  |youre right|you are right|youre so right|you are so right|youre absolutely right|youre kidding|youre joking|you must be joking
  |hell yeah|heck yeah|hell yes|hell no|for real|bless you|who knew|who would have thought|whod have thought|duly noted|tsk tsk
  |i had no idea|no idea|i didnt know that|never knew that|i never knew that|good for you|good for them|righty ho|right on|what a shame
  |what a pity|what a story|too bad|thats too bad|my bad|nicely done|well done|well said|good job|great job|point taken|ah got it
  |i hear you|same here|me too|thats a good point|thats a fair point|thats what i thought|thats wild|thats hilarious|i see what you mean
  |gotcha|you got it|yes exactly|of course not|oh absolutely|yep yep|how about that|how funny|oh snap|holy cow|holy crap|good heavens
  |ha ha|oh nice|oh cool|oh okay|not bad|love it|i love it|i like it|holy moly|no doubt|you bet|wow wow`
    .split('|')
    .map((phrase) => phrase.trim()),
);

/** Adds nothing to a question. */
export const FILLERS: ReadonlySet<string> = new Set(
  'um umm uh uhm er erm eh ah ahh oh ooh hm hmm mm mmm mhm huh ok okay okey k well so like right yeah yep and but alright anyway hum ahem h m ah also ahm aehm euh bueno pues eh naja'.split(
    ' ',
  ),
);
