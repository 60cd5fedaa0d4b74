/**
 * Where processors are short, the bot goes first: its thread sends a packet every 20 ms, and a clause that
 * takes a little longer is noticed by nobody. Imported before anything else, because threads are born with
 * the priority of the thread that makes them.
 */
import { setPriority } from 'node:os';

/** A tenth of the share that a process of usual priority gets beside it. */
const NICENESS = 10;

try {
  setPriority(NICENESS);
} catch {
  // Not allowed here: it works all the same.
}
