/** Units behind a number: sign, one of them, several. */

type Unit = readonly [sign: string, one: string, many: string];

const UNITS: readonly Unit[] = [
  ['km/h', 'kilometre per hour', 'kilometres per hour'],
  ['kph', 'kilometre per hour', 'kilometres per hour'],
  ['mph', 'mile per hour', 'miles per hour'],
  ['m/s²', 'metre per second squared', 'metres per second squared'],
  ['m/s', 'metre per second', 'metres per second'],
  ['km²', 'square kilometre', 'square kilometres'],
  ['cm²', 'square centimetre', 'square centimetres'],
  ['m²', 'square metre', 'square metres'],
  ['m³', 'cubic metre', 'cubic metres'],
  ['cm³', 'cubic centimetre', 'cubic centimetres'],
  ['km', 'kilometre', 'kilometres'],
  ['cm', 'centimetre', 'centimetres'],
  ['mm', 'millimetre', 'millimetres'],
  ['µm', 'micrometre', 'micrometres'],
  ['nm', 'nanometre', 'nanometres'],
  ['ft', 'foot', 'feet'],
  ['yd', 'yard', 'yards'],
  ['mi', 'mile', 'miles'],
  ['kg', 'kilogram', 'kilograms'],
  ['mg', 'milligram', 'milligrams'],
  ['µg', 'microgram', 'micrograms'],
  ['lbs', 'pound', 'pounds'],
  ['lb', 'pound', 'pounds'],
  ['oz', 'ounce', 'ounces'],
  ['ml', 'millilitre', 'millilitres'],
  ['mL', 'millilitre', 'millilitres'],
  ['cl', 'centilitre', 'centilitres'],
  ['°C', 'degree Celsius', 'degrees Celsius'],
  ['° C', 'degree Celsius', 'degrees Celsius'],
  ['℃', 'degree Celsius', 'degrees Celsius'],
  ['°F', 'degree Fahrenheit', 'degrees Fahrenheit'],
  ['° F', 'degree Fahrenheit', 'degrees Fahrenheit'],
  ['℉', 'degree Fahrenheit', 'degrees Fahrenheit'],
  ['°', 'degree', 'degrees'],
  ['ms', 'millisecond', 'milliseconds'],
  ['µs', 'microsecond', 'microseconds'],
  ['ns', 'nanosecond', 'nanoseconds'],
  ['sec', 'second', 'seconds'],
  ['secs', 'second', 'seconds'],
  ['min', 'minute', 'minutes'],
  ['mins', 'minute', 'minutes'],
  ['hr', 'hour', 'hours'],
  ['hrs', 'hour', 'hours'],
  ['kHz', 'kilohertz', 'kilohertz'],
  ['MHz', 'megahertz', 'megahertz'],
  ['GHz', 'gigahertz', 'gigahertz'],
  ['Hz', 'hertz', 'hertz'],
  ['kB', 'kilobyte', 'kilobytes'],
  ['KB', 'kilobyte', 'kilobytes'],
  ['MB', 'megabyte', 'megabytes'],
  ['GB', 'gigabyte', 'gigabytes'],
  ['TB', 'terabyte', 'terabytes'],
  ['KiB', 'kibibyte', 'kibibytes'],
  ['MiB', 'mebibyte', 'mebibytes'],
  ['GiB', 'gibibyte', 'gibibytes'],
  ['kbps', 'kilobit per second', 'kilobits per second'],
  ['kbit/s', 'kilobit per second', 'kilobits per second'],
  ['Mbps', 'megabit per second', 'megabits per second'],
  ['Mbit/s', 'megabit per second', 'megabits per second'],
  ['Gbps', 'gigabit per second', 'gigabits per second'],
  ['Gbit/s', 'gigabit per second', 'gigabits per second'],
  ['MB/s', 'megabyte per second', 'megabytes per second'],
  ['GB/s', 'gigabyte per second', 'gigabytes per second'],
  ['kWh', 'kilowatt hour', 'kilowatt hours'],
  ['MWh', 'megawatt hour', 'megawatt hours'],
  ['kW', 'kilowatt', 'kilowatts'],
  ['MW', 'megawatt', 'megawatts'],
  ['mAh', 'milliampere hour', 'milliampere hours'],
  ['mA', 'milliampere', 'milliamperes'],
  ['kV', 'kilovolt', 'kilovolts'],
  ['hPa', 'hectopascal', 'hectopascals'],
  ['kPa', 'kilopascal', 'kilopascals'],
  ['Pa', 'pascal', 'pascals'],
  ['dBFS', 'decibel full scale', 'decibels full scale'],
  ['dB', 'decibel', 'decibels'],
  ['px', 'pixel', 'pixels'],
  ['fps', 'frame per second', 'frames per second'],
  ['rpm', 'revolution per minute', 'revolutions per minute'],
  ['bpm', 'beat per minute', 'beats per minute'],
  ['kcal', 'kilocalorie', 'kilocalories'],
  ['cal', 'calorie', 'calories'],
  ['tbsp', 'tablespoon', 'tablespoons'],
  ['tsp', 'teaspoon', 'teaspoons'],
  ['ppm', 'part per million', 'parts per million'],
  ['m', 'metre', 'metres'],
  ['h', 'hour', 'hours'],
  ['g', 'gram', 'grams'],
  ['l', 'litre', 'litres'],
  ['L', 'litre', 'litres'],
  ['s', 'second', 'seconds'],
  ['W', 'watt', 'watts'],
  ['V', 'volt', 'volts'],
];

/** May also be a letter of its own, or a word: only with a space before it, and nothing that makes it another. */
const WITH_SPACE: readonly Unit[] = [
  ['A', 'ampere', 'amperes'],
  ['K', 'kelvin', 'kelvins'],
  ['t', 'tonne', 'tonnes'],
  ['J', 'joule', 'joules'],
  ['N', 'newton', 'newtons'],
];

const BY_SIGN = new Map([...UNITS, ...WITH_SPACE].map((unit) => [unit[0], unit]));

export function unitName(sign: string, isOne: boolean): string {
  const [, one, many] = BY_SIGN.get(sign) ?? [sign, sign, sign];
  return isOne ? one : many;
}

/** For a regular expression, behind a number: an optional space and the sign. */
export const UNIT_SIGN = String.raw`(?:\s?(${alternatives(UNITS)})|\s(${alternatives(WITH_SPACE)}))(?![\p{L}\p{N}²³/])`;

function alternatives(units: readonly Unit[]): string {
  return units
    .map(([sign]) => sign)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
}
