/** A language model for tests of the whole bot: an OpenAI-compatible server that answers by what was asked. */
import { z } from 'zod';
import type { ChatMessage } from '../../src/pipeline/types.ts';
import { event, open, sseServer, type Answer } from './sse-server.ts';

const Messages = z.array(
  z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
);

export interface TalkingLlm extends AsyncDisposable {
  /** For LLM_BASE_URL. */
  readonly baseUrl: string;
  /** Answers the questions whose last words match, until it is told otherwise for the same ones. */
  when(question: RegExp, answer: Answer): void;
  /** The messages of every request, in order. */
  readonly requests: readonly (readonly ChatMessage[])[];
  /** The last request whose newest remark matches. @throws an Error when there is none. */
  requestAbout(question: RegExp): readonly ChatMessage[];
}

/** Time to the first token and tokens a second of the reference server that latency is measured with. */
const FIRST_TOKEN_MS = 150;
const TOKENS_PER_SECOND = 60;

export async function talkingLlm(): Promise<TalkingLlm> {
  const rules: { readonly question: RegExp; readonly answer: Answer }[] = [];
  const server = await sseServer([
    (response) => {
      const asked = lastWords(requests().at(-1) ?? []);
      const rule = rules.findLast(({ question }) => question.test(asked));
      return (rule?.answer ?? paced('I have no answer to that.'))(response);
    },
  ]);
  const requests = () => server.chats.map(({ body }) => Messages.parse(body['messages']));
  return {
    baseUrl: `${server.address}/v1`,
    when(question, answer) {
      rules.push({ question, answer });
    },
    get requests() {
      return requests();
    },
    requestAbout(question) {
      const found = requests().findLast((messages) => question.test(lastWords(messages)));
      if (found === undefined)
        throw new Error(`The language model was never asked about ${String(question)}`);
      return found;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A reply whose first token comes after 150 ms, and 60 a second from then on. */
export function paced(reply: string): Answer {
  return (response) => {
    open(response);
    const tokens = reply.match(/\s*\S+/gu) ?? [];
    const startedAtMs = performance.now() + FIRST_TOKEN_MS;
    let sent = 0;
    const step = () => {
      if (response.destroyed) return;
      // A late timer is caught up with: the rate stays.
      const due = ((performance.now() - startedAtMs) * TOKENS_PER_SECOND) / 1000;
      while (sent < tokens.length && sent <= due)
        response.write(event({ content: tokens[sent++] }));
      if (sent < tokens.length) {
        setTimeout(step, 1000 / TOKENS_PER_SECOND);
        return;
      }
      response.write(event({}, 'stop'));
      response.end('data: [DONE]\n\n');
    };
    setTimeout(step, FIRST_TOKEN_MS);
  };
}

/** The newest remark: the last line of the last message. */
function lastWords(messages: readonly ChatMessage[]): string {
  return messages.at(-1)?.content.split('\n').at(-1) ?? '';
}
