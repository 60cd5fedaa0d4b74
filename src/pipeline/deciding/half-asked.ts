/**
 * Whether a question or a wish still lacks what it is about: "How do I get to", "Give me", "Do you". All
 * patterns see the folded words of the last sentence, without what only opens it. Pure.
 */
const WHO = '(?:i|you|we|they|he|she|it)';
const DO = '(?:do|does|did|can|could|will|would|should|may|shall)';

/** "Do you", "can you please", "what do you": a verb is to come. */
const LACKS_VERB = new RegExp(
  `^(?:(?:what|where|when|why|how|which|who)(?: \\w+)? )?${DO} ${WHO}(?: (?:please|also|maybe|just))?$`,
  'u',
);
const LACKS_STATE = new RegExp(`^(?:is|are|was|were|have|has|had) ${WHO}$`, 'u');

/** "Give me", "could you tell us": what? But "tell me" may be all. */
const LACKS_OBJECT =
  /^(?:(?:(?:can|could|would|will) you |id like you to |i want you to )(?:please |just |also )?(?:tell|show|teach|read|sing|remind)|(?:(?:can|could|would|will) you )?(?:please |just |also )?(?:give|send|bring|get|hand)) (?:me|us)$/u;
const LACKS_WISH =
  /^(?:i|we) (?:want|need|would like|would love|wish)$|^(?:id|wed) (?:like|love|prefer|rather)$/u;

/** "How many people live in", "how do I get to": "how" asks for no place or thing. */
const HOW = /^how\b/u;
const HOW_LINK = /\b(?:to|in|from|of|at|with|between|about|for)$/u;
/** "How many people did you talk to" asks whom; "how do I log in" is whole. */
const HOW_STRANDED = new RegExp(
  `^how (?:many|much) .*\\b${DO} ${WHO} |\\b(?:log|sign|check|come|get|move|fill|break|turn|plug|tune|fit|join|drop|opt|call|zoom|tie|tied|dive|fly|stay|give|it|them|that) in$|\\b(?:used|want|have|need) to$|\\bfor$`,
  'u',
);

/** "What is your favorite", "which is the most": of what? */
const LACKS_NOUN =
  /^(?:whats|what is|what are|what was|whos|who is|who was|wheres|where is|whens|when is) (?:the|your|my|his|her|our|their|its) (?:\w+ )?(?:favou?rite|best|worst|biggest|largest|smallest|highest|tallest|longest|shortest|oldest|youngest|fastest|nearest|closest|cheapest|latest|most|first|second|third|next|last|average|main|current|new)$/u;
const LACKS_DEGREE =
  /\b(?:a|an|the) (?:very|really|quite|pretty|rather|fairly|truly|super|extremely|most|little bit of|lot of|kind of|sort of|couple of)$|\b(?:is|was|are|were|its|im|youre|thats|be|been|feel|looks|sounds|seems) (?:very|quite|extremely|rather|fairly|super)$/u;

/** "Search for", "look up at": with nothing before the verb. */
const LACKS_GOAL =
  /^(?:search|look|wait|ask|listen|talk|play|read|write|count|translate|convert|compare|add|switch|change|set|think|care|fly|drive|head|move|walk|navigate|call|check|explain|send|subtract|divide|multiply) (?:it |that |this )?(?:for|to|from|with|about|of|at|into|between|by)$|^(?:what|how) about$/u;
/** "Can you explain", "how do you say", "I want to know": what? */
const LACKS_MATTER =
  /^(?:(?:can|could|would|will) (?:you|we) (?:please |also )?)?(?:explain|translate|describe|calculate|convert|define|spell|compare|recommend|suggest|add)$|^(?:can|could|would|will) you (?:please |also )?(?:find|set|play|tell|give|show|make|add|turn)$|^how do (?:you|i|we) (?:say|spell|make|cook|pronounce|write|translate|use)$|\b(?:want|like|need|love|have) to (?:know|ask|ask you|tell you)$|\b(?:is it|its|are you|is that) (?:true|possible|clear|sure) that$|\b(?:tell (?:me|us)|show (?:me|us)|explain|wonder(?:ing)?) (?:what|where|who|when|how|which)$|^do you (?:think|believe) that$|^what i (?:\w+ ){1,3}(?:is|was)$/u;
const LACKS_NUMBER =
  /(?:^| )(?:\d+|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million) (?:plus|minus|divided by|multiplied by|to the power of|percent of)$/u;
const LACKS_FACTOR = /^(?:what is|whats|how much is|calculate|compute) .*\d* ?(?:times|over)$/u;

/** What is said while one thinks, and nothing else. */
const THINKING =
  /^(?:so basically|the thing is|let me (?:think|see|check)|lets see|and then|but then|so then|and also|i think|i believe|i feel like|i would say|id say|i was thinking|lets say|give me an example of|okay so|the question is|you see)$/u;

const LEADS =
  /^(?:(?:so|well|and|but|um|uh|erm|hmm|hm|ok|okay|oh|hey|hi|hello|please|now|yeah|yes|no|actually|alright|right|also|then) )+/u;

/**
 * @param words of the last sentence, folded.
 * @param isAsked it has a question mark; recognisers write one behind "can you" as well.
 */
export function isHalfAsked(words: readonly string[], isAsked: boolean): boolean {
  const all = words.join(' ');
  if (THINKING.test(all) && !isAsked) return true;
  const said = all.replace(LEADS, '');
  if (THINKING.test(said) && !isAsked) return true;
  // "Can you?", "is it?" ask back.
  if (LACKS_VERB.test(said) || LACKS_STATE.test(said))
    return !(isAsked && words.length === 2) && !/^(?:so|neither|nor) /u.test(all);
  if (/^how (?:many|much|long|old|far|tall|big|fast|often)$/u.test(said)) return !isAsked;
  if (HOW.test(said) && HOW_LINK.test(said) && words.length > 3) return !HOW_STRANDED.test(said);
  return [
    LACKS_OBJECT,
    LACKS_WISH,
    LACKS_NOUN,
    LACKS_DEGREE,
    LACKS_GOAL,
    LACKS_NUMBER,
    LACKS_MATTER,
    LACKS_FACTOR,
  ].some((pattern) => pattern.test(said));
}

/** A name and then "what", with a comma between them: the question has only begun. */
export function isOnlyBegun(sentence: string): boolean {
  const [, before = '', asks] =
    /^([^,]{1,40}),\s*(what|whats|where|when|who|how|which|whose|is|are|can|do|does|did|will|tell|give|set|play)[.…]*$/iu.exec(
      sentence.trim(),
    ) ?? [];
  if (asks === undefined) return false;
  return !/\b(?:sorry|wait|pardon|no|oh|well|so|what|huh|um|uh|okay|ok|stop|yes|guess)$/iu.test(
    before,
  );
}
