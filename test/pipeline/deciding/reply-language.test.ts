import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  createReplyLanguageWatch,
  type ReplyLanguageWatch,
} from '../../../src/pipeline/deciding/reply-language.ts';

let watch: ReplyLanguageWatch;
beforeEach(() => {
  watch = createReplyLanguageWatch();
});

const GERMAN = 'Gern, ich helfe dir dabei. Was möchtest du denn genau wissen? Frag mich einfach.';
const NOTICE = /^My voice speaks American English only.*\/voice list/u;

describe('createReplyLanguageWatch()', () => {
  test.for([
    GERMAN,
    "Bien sûr, je peux t'aider. Que veux-tu savoir exactement ? Dis-moi tout de suite.",
    'Claro, puedo ayudarte. ¿Qué quieres saber exactamente? Dime lo que necesitas ahora.',
    'Certo, posso aiutarti. Che cosa vuoi sapere esattamente? Dimmi tutto quello che serve.',
    'Claro, posso ajudar você. O que você quer saber exatamente? Pode perguntar agora mesmo.',
    'Vandaag is het mooi weer, maar morgen gaat het de hele dag regenen in het noorden.',
    'Dzisiaj jest ładna pogoda, ale jutro będzie padać deszcz przez cały dzień w górach.',
    'Bugün hava güzel ama yarın biraz yağmur yağacak galiba, şemsiyeni yanına almayı unutma.',
    'Столица Франции — Париж, и это очень красивый город, который стоит на реке Сене.',
    'フランスの首都はパリです。とても美しい街なので、ぜひ行ってみてください。',
    'फ्रांस की राजधानी पेरिस है, जो बहुत सुंदर शहर है और नदी के किनारे बसा है, वहाँ ज़रूर जाइए।',
  ])('tells that an English voice cannot say “%s”', (reply) => {
    expect(watch.said(reply, 'en-US')).toMatch(NOTICE);
  });

  test('tells that a German voice cannot say English, and says nothing about German', () => {
    expect(watch.said(GERMAN, 'de-DE')).toBeUndefined();
    const reply =
      'Sure, I can help with that. Just tell me what you would like to know about it, please.';
    expect(watch.said(reply, 'de-DE')).toMatch(/^My voice speaks German \(Germany\) only/u);
  });

  test('tells it once in a session', () => {
    expect(watch.said(GERMAN, 'en-US')).toMatch(NOTICE);
    expect(watch.said(GERMAN, 'en-US')).toBeUndefined();
    watch.restart();
    expect(watch.said(GERMAN, 'en-US')).toMatch(NOTICE);
  });

  test('is sure only after a few short replies in a row', () => {
    const short = 'Das weiß ich leider auch nicht so genau.';
    expect(watch.said(short, 'en-US')).toBeUndefined();
    expect(watch.said('But I can look it up for you if you like.', 'en-US')).toBeUndefined();
    expect(watch.said(short, 'en-US')).toBeUndefined();
    expect(watch.said('Vielleicht fragst du lieber deine Schwester.', 'en-US')).toMatch(NOTICE);
  });

  test.for([
    'Ja.',
    'Guten Morgen means good morning in German, and Gute Nacht means good night.',
    'In French you say "Je voudrais un café, s\'il vous plaît", and in German "Ich hätte gern einen Kaffee".',
    'Schadenfreude means joy about the misfortune of others, and Zeitgeist the spirit of a time.',
    'The Rio de Janeiro carnival and the Oktoberfest in Munich are the largest ones, I think.',
    'Spaghetti carbonara, penne arrabbiata, lasagne and tiramisu.',
    'Zinedine Zidane, Ronaldinho, Paolo Maldini and Franz Beckenbauer were all on the field.',
    'Haha, okay. Tokyo, Kyoto, Osaka, Nagoya, Sapporo. I would go to all of them if I could.',
    'La la la la la, da da da da da. That was a song!',
    '```python\nfür = [x for x in wörter if x.startswith("über") and länge(x) > grösse]\n```',
    'https://de.wikipedia.org/wiki/Donaudampfschifffahrtsgesellschaft_und_andere_lange_Woerter',
  ])('says nothing about “%s”', (reply) => {
    expect(watch.said(reply, 'en-US')).toBeUndefined();
  });

  test('says nothing about any paragraph of an English text about machines', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const alarms = readme.split(/\n\n+/u).filter((paragraph) => {
      watch.restart();
      return watch.said(paragraph, 'en-US') !== undefined;
    });
    expect(alarms).toEqual([]);
  });

  test('says nothing for a voice of whose language nothing is known', () => {
    expect(watch.said(GERMAN, 'tlh')).toBeUndefined();
  });
});
