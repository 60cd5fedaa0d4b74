/** English words that tell whether a name is called or talked about. Folded as `wordsIn()` does. */

/** May come before a name that is called. */
export const OPENERS = words(
  'hey hay heya hi hello hallo yo ok okay so um uh uhm erm er ah oh eh well yes yeah yep no nope please thanks and but now then right alright also sorry alo he thank you good morning evening afternoon night dear wow haha hahaha lol',
);

/** Of those, the ones that are said to somebody: "hey Parley", but "so Parley said". */
export const CALLS = words(
  'hey hay heya hi hello hallo yo please thanks you morning afternoon evening night dear',
);

/** What "hey" and "um" come back as; only before a name that is plainly called. */
export const MISHEARD_OPENERS = words('a im i an am ate eight hate');

/** What one says to somebody right after their name. */
export const REQUESTS = words(
  `what whats where wheres who whos whose when whens why how hows which can could would will should shall may
  is are was were do does did have has dont tell say stop wait hold shut be please give explain show find help
  sing list name describe remind let lets count read repeat translate spell define set turn start speak talk
  hush quiet never cancel continue go come look search open play pause write make summarize summarise calculate
  pick choose guess imagine keep take thanks thank you your hello hi good im id ill i we were`,
);

/** Of those, the ones that begin a question or an order beyond doubt, whatever came before. */
export const PLAIN_REQUESTS = words(
  `what whats where wheres who whos when why how hows which can could would tell stop explain please say give
  shut translate repeat`,
);

/** "Parley said", "Parley has": about it, unless a person ("has Parley you") follows. */
export const ABOUT = words(
  `said says told tells thinks thought knows knew likes wants gets got makes made went goes came comes works
  worked does did has had is was will would can could should seems sounds looks keeps kept just never always
  took takes gave gives heard hears saw sees found lost loses wrote writes ran runs broke fell forgot understood misunderstood
  spoke began became felt left sent sang won costs also really cant doesnt didnt isnt wasnt wont and or s who which`,
);

/** After "can", "is" …, they make it a question to somebody: "Parley, can you", "Parley, is it". */
export const SUBJECTS = words(
  'you i we it they he she there this that these those anyone anybody the my',
);

/** They look like verbs of others, and are none: "Parley, that's wrong". */
export const NO_VERBS = words(
  'thats theres heres whats wheres whos hows lets thanks perhaps sometimes besides need speed indeed',
);

/** A name after them is talked about: "I like Parley", "who is Parley". */
export const TAKE_OBJECTS = words(
  `a an the my your our his her its their this that about of with without to for from by at on in into like likes
  love loves hate hates know knows knew met meet see saw seen use uses used using is was are be been isnt called
  named call calls say says said mean means heard hear hearing tell told and or than as not no asked asks asking
  invite invited add added kick kicked mute muted find found get got have had has install installed made built
  drop harley riding ride new old buy bought behind against through before after over under between versus vs via
  inside near since until around just only even still because whose which every some any each another`,
);

/** A misheard name may follow them without a comma: "what do you think Carly". */
export const BEFORE_CALLED = words(
  'you me us it think now today tomorrow tonight please right there here ok okay yet again too mean so thanks on up quiet stop wait joke weather that',
);

/** In any clause a name may follow them: the clause is whole. */
export const WHOLE_BEFORE = words(
  `you me us them him it now today tomorrow tonight please right there here ok okay yet again too so thanks
  night morning evening quiet stop wait much bye enough well sorry question then though alone mind later soon next`,
);

/** They take no object, so a name after them is called: "where do you live Parley". */
export const INTRANSITIVE = words(
  `think work works working live lives sleep go going goes come coming happen happened happens do doing sing talk
  talking speak speaking listen listening rain raining snow snowing wait waiting die agree exist end begin start
  matter born joking kidding laughing sleeping help`,
);

/** "ask Parley" is an invitation when one of these, or nothing, stands before it. */
export const INVITE_ASK = words(
  'lets let just please should could can might maybe and so then us well to go',
);

/** Words that begin ordinary sentences: heard there, they are no misheard name unless a plain request follows. */
export const ORDINARY = words(
  `party parties parts part partly parting partner partial pretty perfectly purely poorly properly probably
  personally particularly really rarely barely early nearly hardly surely fairly clearly merely yearly dearly
  nearby carefully apparently partially bravely only lately simply family finally actually usually basically
  paris pairs pears parry parsley barley pearl pearly hurry sorry story curly girly april polly policy
  body bodies plenty people paper pepper person perhaps maybe possibly
  but bought boat boot both bit bad bed  about what that not got lot put pot boss box boys book
  after other later added order either either's other's idea ideas odd add and her under
  service harvest jobs jar chart charge charity nervous
  i im its it is a an the this that these those there then than them they he she we you my your his our their
  so well yes yeah no now never not nothing nobody none one two three four five six ten some somebody any anyone
  all also always although another as at be because been before being between by can could day did do does done
  down each even ever every everybody everyone everything far few first for from get give go going good great
  had half has have having here home hope how if in into just keep kind know last least less let like little
  long look made make many me mean more most much must near need new next nice of off often oh old on once or
  out over own same say see should since something sometimes soon still such sure take tell thanks thank thing
  things think though time times to today together tomorrow tonight too under until up us very want was way
  were when where which while who why will with without work world would year years yesterday yet
  hell hall morning evening night water weather later letter matter better butter
  thought taught caught clock dark luck look black brothel hotel holly hole hall halt hold whole halls`,
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
