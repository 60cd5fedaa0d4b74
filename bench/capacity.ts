/**
 * How many conversations Parley holds at once, as their number grows until it breaks: the pipeline alone in
 * one process, and the whole bot through Loopback Discord.
 */
import { capacityAlone } from './capacity-alone.ts';
import { capacityInCalls } from './capacity-in-calls.ts';
import { describeMachine } from './machine.ts';
import type { Bench } from './result.ts';

export const capacity: Bench = {
  name: 'capacity',
  description: 'N conversations at once, in the pipeline alone and on Loopback Discord',

  async run(options) {
    const alone = await capacityAlone(options);
    const machine = describeMachine();
    const inCalls = await capacityInCalls(options);
    return {
      name: capacity.name,
      machine,
      unit: 'ms',
      rows: [...alone, ...inCalls],
      notes: [
        'The language model is in a process of its own. The turn model is asked in every pause, in the speech process, whose CPU time counts.',
        'A late frame is sent, on Loopback Discord received, over 20 ms after its slot. Memory is the heap and what hangs on it, after a collection, with the conversations open.',
        'On Loopback Discord the callers, who encode, encrypt and decode for every conversation, share the machine with the bot.',
      ],
    };
  },
};
