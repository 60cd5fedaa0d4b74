/** A conversation that answers from a script and remembers what it was told. */
import type {
  AskOptions,
  Conversation,
  ConversationSettings,
  ConversationState,
} from '../../src/pipeline/deciding/conversation-port.ts';
import type { TurnRecord } from '../../src/pipeline/timeline.ts';
import type { Speaker } from '../../src/pipeline/types.ts';

export interface FakeConversation extends Conversation {
  readonly guildId: string;
  state: ConversationState;
  turns: readonly TurnRecord[];
  /** What `ask()` yields; set before it is called. */
  script: (signal: AbortSignal) => AsyncIterable<string>;
  /** What `stop()` returns. */
  isTalking: boolean;
  /** Without one it plays nothing. */
  hasMouth: boolean;
  /** Texts of the sounds that it was given to play. */
  readonly played: string[];
  readonly asked: { readonly speaker: Speaker; readonly text: string; readonly aloud: boolean }[];
  readonly places: { readonly guildName: string; readonly channelName?: string }[];
  /** As last configured. */
  settings: ConversationSettings | undefined;
  /** Who is in the channel, each time that was told. */
  readonly present: (readonly Speaker[])[];
  /** Ids of those who were muted. */
  readonly silenced: string[];
  readonly calls: string[];
  /** Ends a turn, as the real one does. */
  readonly endTurn: (record: TurnRecord) => void;
}

export function fakeConversation(
  guildId = 'guild',
  endTurn: (record: TurnRecord) => void = () => {},
): FakeConversation {
  const conversation: FakeConversation = {
    guildId,
    state: 'idle',
    turns: [],
    isTalking: false,
    hasMouth: true,
    played: [],
    asked: [],
    places: [],
    settings: undefined,
    present: [],
    silenced: [],
    calls: [],
    endTurn,
    async *script() {
      yield* ['Hello', ' there', '.'];
    },
    place: (place) => void conversation.places.push(place),
    configure: (settings) => void (conversation.settings = settings),
    people: (present) => void conversation.present.push(present),
    muted: (speakerId) => void conversation.silenced.push(speakerId),
    attach: () => void conversation.calls.push('attach'),
    detach: () => void conversation.calls.push('detach'),
    listen: async () => {},
    ask(speaker: Speaker, text: string, { aloud }: AskOptions, signal: AbortSignal) {
      conversation.asked.push({ speaker, text, aloud });
      return conversation.script(signal);
    },
    play(clip) {
      if (conversation.state !== 'idle' || !conversation.hasMouth) return false;
      conversation.played.push(clip.text);
      return true;
    },
    stop() {
      conversation.calls.push('stop');
      return conversation.isTalking;
    },
    reset: () => void conversation.calls.push('reset'),
    forget: (speakerId) => void conversation.calls.push(`forget ${speakerId}`),
    async [Symbol.asyncDispose]() {
      conversation.calls.push('dispose');
    },
  };
  return conversation;
}
