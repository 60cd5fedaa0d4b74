/** Last words that tell whether somebody goes on; folded as `wordsOf()` does. */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}

function phrases(list: string): ReadonlySet<string> {
  return new Set(list.split('|').map((phrase) => phrase.trim()));
}

/** Nothing ends with these. Of German, French and Spanish only words that English has not. */
export const NEVER_LAST = words(
  `a an the and or but because if although whether unless every my your our their into onto than
  um uh uhm er erm umm
  und oder aber weil dass wenn der das ein eine einen einem einer dem den mit von zu fur zum zur im ahm
  et ou mais parce les une du avec dans euh
  y pero porque los las una por el`,
);

/** "I'm", "we've": not "its", which may be "it's", and no negations, which end answers. */
export const CONTRACTED = words('im ive id ill youre youve youll weve wed theyre theyve hes shes');

export const DETERMINERS = words(
  'a an the my your our their his her this that these those some any every each no',
);

export const PRONOUNS = words(
  'i you he she it we they there this that these those who what one me him her us them here mine yours',
);

/** Those that are no particles of a verb: "turn it on", "come in" and "walk by" are whole. */
export const PREPOSITIONS = words(
  'of with from for at to in about between among against without like toward towards except despite per',
);

export const AUXILIARIES = words(
  'is are was were am be been will would can could shall should may might must has have had do does did sind ist est sont es son',
);

/** A preposition or an auxiliary later on belongs to them. */
export const RELATES = words(
  'what who whom which where how when why that whatever whoever thing things something anything everything nothing one',
);

/** "Because" is not among them: "Because I said so." answers. */
export const OPENS_SUBORDINATE = words(
  'if although unless while whenever falls wenn obwohl si cuando',
);

/** Said before the matter itself. */
export const INTRODUCTIONS = phrases(
  `well|so|and so|i mean|well i mean|you know|the thing is|first of all|first|also|actually|basically|anyway|anyways|ok so|okay so
  |by the way|for example|for instance|to be honest|honestly|let me think|let me see|lets see|i think|i guess|in fact|like|and then|then
  |the problem is|the question is|so the problem is that|my question is|speaking of which|on the other hand|at first|one day|now
  |also|naja|na ja|das heisst|zum beispiel|alors|donc|par exemple|bueno|entonces|por ejemplo|o sea`,
);

/** Endings that open what is still to come. */
export const OPENS_CLAUSE =
  /(?:^| )(?:(?:number|address|mail|email|name|code|password|question|thing|point|problem|reason|answer|idea|zip|id|pin|difference) (?:is|was|would be|are)(?: that)?|(?<!what )i mean|i think that|i was wondering|i wonder|wondering if|such as|for example|for instance|kind of like|sort of like|going to|want to|need to|try to|trying to|have to|able to|would like to|like to know|because of|so that|in order to|the fact that|let me|tell me about|talk about|(?:if|whether|that) (?:i|you|he|she|it|we|they) (?:can|could|would|should|will|might))$/u;

/** Whole sentences that leave out what was said before: "You have to.", "I'm trying to.", "if you can". */
export const ELLIPTICAL =
  /^(?:(?:well|but|and|so|yes|yeah|no|because|cause|then) )*(?:(?:you|he|she|they|we|it) (?:really |just |still |all |always )?(?:have|has|had|need|needs|needed|want|wants|wanted|got|ought|used|tried|try|tries) to|(?:im|i am|youre|were|we are|theyre|hes|shes) (?:still |just |already )?(?:trying|about|supposed|allowed|not going|meant|starting) to|i (?:really |just |still )?(?:used|tried|had|ought|got|hope|plan|refuse|am allowed) to|(?:only |just )?(?:if|unless|when|whenever|as) (?:i|you|we|he|she|they|it|thats|its) (?:can|could|may|must|like|want|wish|insist|please|prefer|do|did|dont|cant|wont|want to|have to|need to|say so|possible|okay|ok|fine|works|rains))$/u;

/** "Parley, can you?": what? */
export const ASKS_ONLY = /^(?!so |neither )(?:[a-z]+ ){0,2}(?:can|could|would|will) (?:you|i|we)$/u;

/** Endings after which nothing is to come. */
export const CLOSING =
  /(?:^| )(?:please|thank you|thanks|thats all|thats it|that is all|thank you very much|thanks a lot|goodbye|bye|never mind|bitte|danke|merci|sil te plait|sil vous plait|por favor|gracias)$/u;
