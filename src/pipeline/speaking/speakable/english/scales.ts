/** Letters behind figures that tell how large they are: "100k", "3bn", "4K", "1080p". */
import { editAll, type Edited } from '../edited.ts';
import { scaleName } from './money.ts';
import { cardinal, FREE, inPairs, minusWord, NUMBER } from './numbers.ts';
import { guRegex } from './regex.ts';

export function readScales(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\p{L}\d.,])(480|720|1080|1440|2160)([pi])(\d{2,3})?(?![\p{L}\d])/gu,
    ([, lines = '', kind = '', rate]) =>
      `${inPairs(lines)} ${kind.toUpperCase()}${rate === undefined ? '' : ` ${cardinal(rate)}`}`,
  );
  // "10K run", "5K race": the length of it.
  read = editAll(
    read,
    /(?<![\p{L}\d.,])(\d{1,2})[Kk](?=\s(?:run|race|walk|runs|races|runners?|time)\b)/gu,
    ([, number = '']) => `${cardinal(number)} K`,
  );
  read = editAll(
    read,
    guRegex`${FREE}([-−]?)(${NUMBER})\s?(k|K|M|m|B|bn)?\s?[–-]\s?(${NUMBER})\s?(k|K|M|bn|(?:B|m)(?=\s(?:people|users|views|dollars|downloads|players)\b))(?![\p{L}\p{N}])`,
    ([, minus, from = '', fromScale, to = '', scale = '']) => {
      const isSame = fromScale === undefined || scaleName(fromScale) === scaleName(scale);
      return `${minusWord(minus)}${cardinal(from)}${isSame ? '' : ` ${scaleName(fromScale)}`} to ${cardinal(to)} ${scaleName(scale)}`;
    },
  );
  read = editAll(
    read,
    guRegex`${FREE}(?<![+=×*^]\s?)([-−]?)(${NUMBER})\s?(k(?!\s?[+=^*±]|\s[-−]\s?\d)|(?<=(?<!\d)\d{2,3}|\.\d)K|M|bn|(?<=\.\d{1,2})B|[mBK](?=\s(?:people|users|views|viewers|subs|subscribers|followers|downloads|players|copies|members|likes|stars|years|dollars|euros|pounds|tokens|steps|words|requests|pages)\b))(?![\p{L}\p{N}])`,
    ([, minus, number = '', scale = '']) =>
      `${minusWord(minus)}${cardinal(number)} ${scaleName(scale)}`,
  );
  return editAll(
    read,
    /(?<![\p{L}\d.,])(\d)([KGD])(?![\p{L}\d])/gu,
    ([, number = '', letter = '']) => `${cardinal(number)} ${letter}`,
  );
}
