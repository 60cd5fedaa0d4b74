/** Orders to be silent, folded as `wordsOf()` does: English, and the basics of German, French, Spanish. */

/** They take back what was asked as well, wherever they end it: "Tell me a joke. Oh, never mind." */
export const TAKE_BACK_PHRASES: ReadonlySet<string> = phrases(
  `stop|stop it|stop that|stop this|stop now|stop talking|stop speaking|stop there|stop right there|shut up|shut it|be quiet
  |never mind|nevermind|never mind that|cancel|cancel that|cancel it|forget it|forget that|forget about it|scratch that|abort
  |stopp|halt|hor auf|hor auf damit|vergiss es|halt den mund|halt die klappe|arrete|arretez|tais toi|laisse tomber|para|callate
  |olvidalo|basta`,
);

export const STOP_PHRASES: ReadonlySet<string> = new Set([
  ...TAKE_BACK_PHRASES,
  ...phrases(
    `wait|wait a second|wait a sec|wait a minute|wait a moment|wait one second|wait up|hang on|hang on a second|hang on a sec
    |hang on a minute|hang on a moment|hold on|hold on a second|hold on a sec|hold on a minute|hold on a moment|hold up|hold it
    |one second|one moment|one minute|one sec|just a second|just a sec|just a moment|just a minute|a second|give me a second|give me a sec|give me a moment|give me a minute
    |be silent|keep quiet|quiet|silence|hush|shush|shh|sh|shhh|quiet down|pipe down|thats enough|that is enough|thatll do|that will do
    |enough|enough already|thats it|thats all|pause|skip|skip it|skip that|skip this|not now|dont talk|no more|cut it out|knock it off
    |give it a rest|zip it|leave it|let me talk|let me speak|quite please|enough of that|stop the music|stop the reading|drop it
    |sei still|sei ruhig|sei leise|ruhe|warte|warte mal|moment|moment mal|einen moment|genug|es reicht|das reicht|schluss|still|klappe
    |arrete toi|taisez vous|attends|attendez|attends un peu|un moment|ca suffit|assez|silence|chut|une seconde
    |parate|pare|detente|basta ya|callese|calla|silencio|espera|esperate|espere|espera un momento|un segundo|ya basta`,
  ),
]);

/** "stop reading": what Parley does aloud. "Stop laughing" is for people. */
export const STOPPED_DOING =
  /^(?:talking|speaking|reading|explaining|singing|listing|counting|rambling|answering|telling|repeating|babbling|yapping|playing)$/u;

/** "Parley, stop" as recognisers write it behind the name, and alone. */
export const STOP_MISHEARD_NAMED = /^(?:sto+p+(?:ed|s|ing|t)?|stuck|stock|stob)$/u;
export const STOP_MISHEARD = /^sto+p+(?:ed|s|ing|t)?$/u;

/** May come before the order. */
export const STOP_LEADS: ReadonlySet<string> = new Set(
  'ok okay oh no nope hey yo whoa woah god please seriously actually just well so um uh uhm ah alright right and but can could would will you now then yes yeah sorry thanks thank eh a nein bitte jetzt ok ja non oui sil vous plait por favor no si ay'.split(
    ' ',
  ),
);

/** May come after it. */
export const STOP_EXTRAS: ReadonlySet<string> = new Set(
  'please now ok okay thanks thank you merci danke already there man dude bro ya for just a moment second minute right mate buddy bitte jetzt mal doch sil te vous plait maintenant por favor ya ahora gracias'.split(
    ' ',
  ),
);

/** Several words that may come before it. */
export const STOP_LEAD_PHRASES: ReadonlySet<string> = phrases(
  'i said|i say|i told you to|i want you to|i need you to|you can|you may|all right|thats great but|for gods sake|oh my god',
);

function phrases(list: string): ReadonlySet<string> {
  return new Set(list.split('|').map((phrase) => phrase.trim()));
}
