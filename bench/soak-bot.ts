/** The bot with models of known pace, which tells every few seconds what it holds on to. */
import { systemClock as clock } from '../src/async/clock.ts';
import { holdings } from './holdings.ts';

/** A collection takes some ten milliseconds: often enough for a slope, too seldom to disturb much. */
const SAMPLE_EVERY_MS = 5000;

const endSampling = clock.every(SAMPLE_EVERY_MS, () => process.send?.(holdings()));
process.once('disconnect', endSampling);
await import('./stub-bot.ts');
