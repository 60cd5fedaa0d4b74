/** Who is in the voice channel, and what that means for Parley: pure. */
import type { Speaker } from '../pipeline/types.ts';

/** As much of discord.js' VoiceState as matters here. */
export interface PresentMember {
  readonly id: string;
  readonly channelId: string | null;
  /** By themselves, by a moderator, for want of a permission; null while unknown. */
  readonly selfMute: boolean | null;
  readonly serverMute: boolean | null;
  readonly suppress: boolean | null;
  /** Null until discord.js knows them: everybody is a person until known to be a bot. */
  readonly member: {
    readonly displayName: string;
    readonly user: { readonly bot: boolean };
  } | null;
}

/** The people in a voice channel, without any bot. */
export function peopleIn(
  channelId: string,
  members: Iterable<PresentMember>,
  ownId: string,
): readonly Speaker[] {
  const people: Speaker[] = [];
  for (const { id, channelId: whereabouts, member } of members) {
    if (whereabouts !== channelId || id === ownId || member?.user.bot === true) continue;
    people.push({ id, name: member?.displayName ?? 'Someone' });
  }
  return people;
}

/** Ids of everybody in a voice channel whose microphone nobody hears. */
export function mutedIn(channelId: string, members: Iterable<PresentMember>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id, channelId: whereabouts, selfMute, serverMute, suppress } of members) {
    const isMuted = selfMute === true || serverMute === true || suppress === true;
    if (whereabouts === channelId && isMuted) ids.add(id);
  }
  return ids;
}

/** What a moderator has taken from Parley, as its own voice state tells. */
export interface Silencing {
  readonly serverMute: boolean | null;
  readonly serverDeaf: boolean | null;
  /** No permission to speak, or in the audience of a stage. */
  readonly suppress: boolean | null;
}

/** @returns a sentence about what `now` takes that `before` did not; undefined: nothing. */
export function silencedNotice(before: Silencing | undefined, now: Silencing): string | undefined {
  if (now.serverDeaf === true && before?.serverDeaf !== true)
    return 'A moderator has deafened me: I cannot hear anybody until that is undone.';
  if (now.serverMute === true && before?.serverMute !== true)
    return 'A moderator has muted me: I listen, but nobody can hear my answers until that is undone.';
  if (now.suppress === true && before?.suppress !== true)
    return 'I may not speak here: I listen, but nobody can hear my answers. I need the permission Speak, or on a stage to be invited to speak.';
  return undefined;
}
