/** One life of the speech process, as the bot sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { speechEnvironment } from './speech-environment.ts';
import type { FromSpeech, ToSpeech } from './messages.ts';

export interface Child {
  readonly pid: number | undefined;
  /** Dropped when the process is gone. */
  send(message: ToSpeech): void;
  /** Ends it at once, stopped or not. `onEnd` follows. */
  kill(): void;
  /** Whether the bot is kept running until the process answers. */
  hold(isNeeded: boolean): void;
}

export interface ChildEvents {
  readonly onMessage: (message: FromSpeech) => void;
  /** Once, when the process has gone and all it said was heard. */
  readonly onEnd: (cause: Error) => void;
}

export type StartChild = (events: ChildEvents) => Child;

/** Of a process that never was. */
const NO_CHILD: Child = { pid: undefined, send() {}, kill() {}, hold() {} };

/**
 * @param modulePath absolute path of the program that the process runs.
 *
 * Structured clones, not JSON: a second of sound costs the bot 0.1 ms of its thread either way,
 * and a pipe of our own would cost as much.
 */
export function forkChild(modulePath: string, threads: number): StartChild {
  return ({ onMessage, onEnd }) => {
    let child: ChildProcess;
    try {
      child = fork(modulePath, [], {
        serialization: 'advanced',
        // None of the bot's own flags, such as a debugger's port.
        execArgv: [],
        env: speechEnvironment(threads),
        // The libraries write notes to either stream: the bot's standard output is for results.
        stdio: ['ignore', 2, 2, 'ipc'],
      });
    } catch (error) {
      // Where memory or room for the environment is short, Node throws instead of telling by an event.
      setImmediate(() => onEnd(new Error('Cannot start the speech process', { cause: error })));
      return NO_CHILD;
    }
    let left = 2;
    let cause = new Error('The speech process ended');
    const onPartEnd = () => {
      left--;
      if (left === 0) onEnd(cause);
    };
    child.on('message', (message: FromSpeech) => onMessage(message));
    // Both: what it said before it ended may be heard after its end is known.
    child.once('disconnect', onPartEnd);
    child.once('exit', (code, signalName) => {
      cause = new Error(`The speech process ended with ${signalName ?? `code ${code}`}`);
      onPartEnd();
    });
    child.on('error', (error) => {
      // It could not be started, so that neither of the other two comes.
      if (child.pid === undefined && left > 0) {
        left = 0;
        onEnd(error);
      }
    });
    child.unref();
    child.channel?.unref();
    return {
      pid: child.pid,
      send(message) {
        // An error is the end of the channel, of which the end of the process tells.
        if (child.connected) child.send(message, () => {});
      },
      kill() {
        child.kill('SIGKILL');
      },
      hold(isNeeded) {
        if (isNeeded) {
          // Both: the channel of a process that died closes before its end is known.
          child.ref();
          child.channel?.ref();
        } else {
          child.unref();
          child.channel?.unref();
        }
      },
    };
  };
}
