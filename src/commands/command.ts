/** What a slash command is, and what it may use. */
import type {
  APIApplicationCommandOptionChoice,
  APIEmbed,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { LlmDescription } from '../pipeline/ports.ts';
import type { Settings } from '../settings/store.ts';
import type { GuildRegistry } from '../voice/guild-registry.ts';
import type { VoiceShelf } from './voice-shelf.ts';

export type Interaction = ChatInputCommandInteraction<'cached'>;
/** Somebody is typing an option. */
export type Completion = AutocompleteInteraction<'cached'>;
export type Choice = APIApplicationCommandOptionChoice<string>;

/** What Parley runs on, for people to read. */
export interface Description {
  readonly stt: string;
  readonly tts: string;
  readonly llm: LlmDescription;
  /** Whether text leaves this machine for the language model. */
  readonly textLeaves: boolean;
}

export interface CommandContext {
  readonly registry: GuildRegistry;
  readonly settings: Settings;
  readonly voices: VoiceShelf;
  readonly describe: () => Description;
  readonly clock: Clock;
  readonly startedAtMs: number;
  readonly log: Logger;
  /** Aborted at shutdown. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly text?: string;
  readonly embed?: APIEmbed;
  /** `private`: only the person who asked sees it. */
  readonly visibility: 'public' | 'private';
}

/** What a deferred command answers with. */
export interface DeferredAnswer {
  readonly text: string;
  /** Attached to the answer. */
  readonly file?: { readonly name: string; readonly content: Uint8Array };
}

interface BaseCommand {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** A plain sentence saying why not, told privately. Answered from memory, so at once. */
  readonly refuse?: (interaction: Interaction, context: CommandContext) => string | undefined;
  /** What an option may be, as far as it was typed; at most 25. From memory. */
  readonly complete?: (interaction: Completion, context: CommandContext) => readonly Choice[];
}

/** Answers from memory: not asynchronous, so that it cannot miss Discord's 3 seconds. */
interface ImmediateCommand extends BaseCommand {
  readonly timing: 'immediate';
  readonly run: (interaction: Interaction, context: CommandContext) => Answer;
}

/** Waits for the network or a model: Discord is told at once that an answer will come. */
interface DeferredCommand extends BaseCommand {
  readonly timing: 'deferred';
  /** Fixed by the deferral. */
  readonly visibility: Answer['visibility'] | ((interaction: Interaction) => Answer['visibility']);
  /** @returns the answer; undefined when it was already written. */
  readonly run: (
    interaction: Interaction,
    context: CommandContext,
  ) => Promise<string | DeferredAnswer | undefined>;
}

export type Command = ImmediateCommand | DeferredCommand;

/** A fault whose message is meant for the person who used the command. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export const privately = (text: string): Answer => ({ text, visibility: 'private' });
export const publicly = (text: string): Answer => ({ text, visibility: 'public' });
