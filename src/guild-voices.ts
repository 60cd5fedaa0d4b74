/** The voices of one guild: who is answered with which one, from the choices that were made. */
import type { VoiceLease, VoicePool } from './engines/voice-pool.ts';
import { voiceNamed, type CatalogueVoice } from './models/voices.ts';
import type { SpeakingVoice, Voices } from './pipeline/speaking/voices-port.ts';
import type { Settings } from './settings/store.ts';
import { chosenVoice } from './settings/voice-choice.ts';

export interface GuildVoicesOptions {
  readonly guildId: string;
  readonly settings: Pick<Settings, 'voiceChoice' | 'pronunciations'>;
  readonly pool: VoicePool;
  /** What the configuration says; its model is loaded and stays so. */
  readonly usual: CatalogueVoice;
  /** Writes a sentence where the guild reads it. Never rejects. */
  readonly notify: (text: string) => Promise<void>;
}

export function createGuildVoices(options: GuildVoicesOptions): Voices {
  const { guildId, settings, pool, usual, notify } = options;
  /** Voices of which the guild was told that they cannot be had. */
  const told = new Set<string>();

  const tell = (id: string) => {
    if (told.has(id)) return;
    told.add(id);
    void notify(
      `I cannot speak with the voice **${id}** at the moment, so I go on with my usual one. ` +
        '`/voice list` shows the voices that I have.',
    );
  };

  /** @returns undefined where that voice cannot speak, or not yet. */
  const take = (id: string): Taken | undefined => {
    const voice = voiceNamed(id);
    const offer = voice === undefined ? undefined : pool.take(voice.modelId);
    if (voice === undefined || offer === undefined || offer.status === 'failed') {
      tell(id);
      return undefined;
    }
    if (offer.status === 'loading') return undefined;
    told.delete(id);
    return { voice, lease: offer.lease };
  };

  const takeUsual = (): Taken => {
    const offer = pool.take(usual.modelId);
    if (offer.status !== 'ready') throw new Error(`The usual voice "${usual.id}" is not loaded`);
    return { voice: usual, lease: offer.lease };
  };

  const wantedBy = (speakerId: string | undefined) => {
    const ofPerson = speakerId === undefined ? {} : settings.voiceChoice({ userId: speakerId });
    return chosenVoice([ofPerson, settings.voiceChoice({ guildId })], usual.id);
  };

  const prepare = (speakerId: string | undefined) =>
    take(wantedBy(speakerId).voice)?.lease[Symbol.dispose]();

  // The first answer should have the server's voice already.
  prepare(undefined);

  return {
    for(speakerId): SpeakingVoice {
      const wanted = wantedBy(speakerId);
      const { voice, lease } = take(wanted.voice) ?? takeUsual();
      return {
        tts: lease.model.voice(voice.speakerNumber, wanted.speed),
        language: voice.language,
        id: `${voice.id}@${wanted.speed}`,
        realTimeFactor: voice.realTimeFactor,
        pronunciations: settings.pronunciations(guildId),
        [Symbol.dispose]: () => lease[Symbol.dispose](),
      };
    },
    expect: prepare,
  };
}

interface Taken {
  readonly voice: CatalogueVoice;
  readonly lease: VoiceLease;
}
