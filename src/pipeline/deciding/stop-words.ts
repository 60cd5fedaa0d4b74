/** Orders to be silent, folded as `wordsOf()` does: English, and the basics of German, French, Spanish. */

export const STOP_PHRASES: ReadonlySet<string> = new Set(
  `stop|stop it|stop that|stop this|stop now|stop talking|stop speaking|stop there|stop right there|stop please
  |wait|wait wait|wait a second|wait a sec|wait a minute|wait a moment|wait one second|wait up|hang on|hang on a second
  |hold on|hold on a second|hold on a minute|hold up|hold it|one second|one moment|one sec|just a second|just a moment
  |a second|shut up|shut it|be quiet|be silent|keep quiet|quiet|silence|hush|shush|shh|sh|shhh|thats enough|that is enough
  |enough|thats it|thats all|never mind|nevermind|cancel|cancel that|cancel it|forget it|forget about it|pause|abort
  |dont talk|no more|cut it out|knock it off|give it a rest|zip it|leave it|let me talk|let me speak|stop stop
  |quite please|stop talking now|enough of that|thats enough now|stop the music
  |stopp|halt|halt stopp|hor auf|hor auf damit|sei still|sei ruhig|sei leise|ruhe|warte|warte mal|moment|moment mal|einen moment
  |genug|es reicht|das reicht|schluss|vergiss es|halt den mund|halt die klappe|still|klappe
  |arrete|arretez|arrete toi|tais toi|taisez vous|attends|attendez|attends un peu|un moment|ca suffit|assez|silence|chut|laisse tomber|une seconde
  |para|parate|pare|detente|basta|basta ya|callate|callese|calla|silencio|espera|esperate|espere|espera un momento|un segundo|olvidalo|ya basta`
    .split('|')
    .map((phrase) => phrase.trim()),
);

/** May come before the order. */
export const STOP_LEADS: ReadonlySet<string> = new Set(
  'ok okay oh no nope hey yo please just well so um uh uhm ah alright right and but can could would will you now then yes yeah sorry thanks thank eh a nein bitte jetzt ok ja non oui sil vous plait por favor no si ay'.split(
    ' ',
  ),
);

/** May come after it. */
export const STOP_EXTRAS: ReadonlySet<string> = new Set(
  'please now ok okay thanks thank you merci danke already there man dude bro ya for just a moment second minute right mate buddy bitte jetzt mal doch sil te vous plait maintenant por favor ya ahora gracias'.split(
    ' ',
  ),
);
