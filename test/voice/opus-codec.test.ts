import { describe, expect, test } from 'vitest';
import { createOpusCodecs, NoOpusCodecLeft } from '../../src/voice/opus-codec.ts';
import { chooseLibrary } from '../../src/voice/opus/choose-library.ts';
import { opusscriptLibrary } from '../../src/voice/opus/opusscript-library.ts';

/** opusscript, and the native library too where somebody has installed it. */
const libraries = [...new Set([opusscriptLibrary, chooseLibrary().library])];

function toneFrame(hz: number, at: number): Buffer {
  const pcm = Buffer.alloc(1920);
  for (let i = 0; i < 960; i++)
    pcm.writeInt16LE(
      Math.round(9000 * Math.sin((2 * Math.PI * hz * (at * 960 + i)) / 48_000)),
      i * 2,
    );
  return pcm;
}

/** The same noise each time. */
function noiseFrame(channels: 1 | 2): Buffer {
  const pcm = Buffer.alloc(1920 * channels);
  let state = 1;
  for (let at = 0; at < pcm.length; at += 2) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    pcm.writeInt16LE(Math.round((state / 2_147_483_648 - 0.5) * 16_000), at);
  }
  return pcm;
}

function loudest(pcm: Buffer): number {
  let peak = 0;
  for (let at = 0; at < pcm.length; at += 2) peak = Math.max(peak, Math.abs(pcm.readInt16LE(at)));
  return peak;
}

describe.for(libraries.map((library) => [library.name, library] as const))(
  'Opus codecs of %s',
  ([, library]) => {
    // One pool, as in the bot: opusscript's heap is limited too.
    const { createDecoder, createEncoder, use } = createOpusCodecs({ library });

    function packetsOf(hz: number, count: number): Buffer[] {
      using encoder = createEncoder(1);
      return Array.from({ length: count }, (_, at) => encoder.encode(toneFrame(hz, at)));
    }

    test('decode 48 kHz packets straight to 16 kHz mono, 20 ms each', () => {
      using decoder = createDecoder(16_000, 1);
      const decoded = packetsOf(300, 5).map((packet) => decoder.decode(packet));
      expect(decoded.map((pcm) => pcm.length)).toEqual([640, 640, 640, 640, 640]);
      expect(loudest(decoded[4] ?? Buffer.alloc(2))).toBeGreaterThan(6000);
    });

    // opusscript 0.1.1 writes outside what it allocated: unrepaired, this dies after 24 to 99 rounds.
    test('survive thousands of creations beside sixty that are in use', () => {
      const inUse = Array.from({ length: 60 }, () => createDecoder(16_000, 1));
      const packets = packetsOf(440, 3);
      const expected = packets.map((packet) => inUse[0]?.decode(packet));
      for (let round = 0; round < 2000; round++) {
        using one = createDecoder(16_000, 1);
        using other = createDecoder(48_000, 2);
        one.decode(packets[0] ?? Buffer.alloc(0));
        other.decode(packets[0] ?? Buffer.alloc(0));
        if (round % 100 !== 0) continue;
        using fresh = createDecoder(16_000, 1);
        expect(packets.map((packet) => fresh.decode(packet))).toEqual(expected);
      }
      for (const decoder of inUse) decoder[Symbol.dispose]();
    });

    test('forget the voice that used them before', () => {
      const packets = packetsOf(440, 4);
      const first = createDecoder(16_000, 1);
      const expected = packets.map((packet) => first.decode(packet));
      first[Symbol.dispose]();
      using second = createDecoder(16_000, 1);
      expect(packets.map((packet) => second.decode(packet))).toEqual(expected);
    });

    test.for([
      [16_000, 1, 640],
      [48_000, 1, 1920],
      [48_000, 2, 3840],
    ] as const)(
      'conceal a loss with sound that goes on, %i Hz, %i channels',
      ([hz, channels, bytes]) => {
        using decoder = createDecoder(hz, channels);
        expect(decoder.conceal()).toHaveLength(0);
        for (const packet of packetsOf(300, 5)) decoder.decode(packet);
        const made = decoder.conceal();
        expect(made).toHaveLength(bytes);
        expect(loudest(made)).toBeGreaterThan(3000);
        for (let at = 0; at < 10; at++) decoder.conceal();
        expect(loudest(decoder.conceal())).toBeLessThan(1500); // it fades
      },
    );

    // Concealing by an empty packet wrote 17 KB past the end: other voices then failed or hung.
    test('harm no other codec by concealing', () => {
      const packets = packetsOf(440, 20);
      using losing = createDecoder(16_000, 1);
      const others = Array.from({ length: 8 }, () => createDecoder(16_000, 1));
      using alone = createDecoder(16_000, 1);
      using encoder = createEncoder(1);
      for (const packet of packets) losing.decode(packet);
      const expected = packets.map((packet) => alone.decode(packet));
      const heard = others.map(() => [] as Buffer[]);
      for (const packet of packets) {
        losing.conceal();
        encoder.encode(toneFrame(300, 0));
        for (const [at, other] of others.entries()) heard[at]?.push(other.decode(packet));
      }
      for (const sound of heard) expect(sound).toEqual(expected);
      for (const other of others) other[Symbol.dispose]();
    });

    test.for([
      ['nothing', Buffer.alloc(0)],
      ['no frames', Buffer.from([0xff, 0x00])],
      // 60 ms of stereo would be written past the end of the decoder's memory.
      ['more sound than there is room for', Buffer.from([0x1b | 0x04, 0x3f, 1, 2, 3])],
      ['random bytes', Buffer.from([0x7b, 0x86, 0xff, 0x10, 0x99, 0x01, 0x44])],
    ] as const)('refuse a packet of %s and go on', ([, packet]) => {
      using decoder = createDecoder(48_000, 2);
      expect(() => decoder.decode(packet)).toThrow('Cannot decode an Opus packet');
      expect(decoder.decode(packetsOf(300, 1)[0] ?? packet)).toHaveLength(3840);
    });

    test('go on working when there are so many that their heap has to grow', () => {
      const packets = packetsOf(440, 2);
      using first = createDecoder(16_000, 1);
      using fresh = createDecoder(16_000, 1);
      const expected = packets.map((packet) => fresh.decode(packet));
      const others = Array.from({ length: 60 }, () => createDecoder(48_000, 2));
      expect(packets.map((packet) => first.decode(packet))).toEqual(expected);
      expect(
        others.every((decoder) => decoder.decode(packets[0] ?? Buffer.alloc(0)).length === 3840),
      ).toBe(true);
      for (const decoder of others) decoder[Symbol.dispose]();
    });

    test('are limited in number, with an error of its own, and counted', () => {
      const taken: Disposable[] = [];
      const takeAll = () => {
        while (taken.length <= library.maxCodecs) taken.push(createDecoder(16_000, 1));
      };
      expect(takeAll).toThrow(NoOpusCodecLeft);
      expect(takeAll).toThrow(`Cannot open another Opus codec: ${library.maxCodecs} are in use`);
      expect(use()).toEqual({
        library: library.name,
        codecsInUse: library.maxCodecs,
        maxCodecs: library.maxCodecs,
      });
      for (const codec of taken) codec[Symbol.dispose]();
      expect(use().codecsInUse).toBe(0);
      using again = createDecoder(16_000, 1);
      expect(again.decode(packetsOf(300, 1)[0] ?? Buffer.alloc(0))).toHaveLength(640);
    });

    test('encode the 64 kbit/s of a voice channel for one channel, twice that for two', () => {
      for (const channels of [1, 2] as const) {
        using encoder = createEncoder(channels);
        const frames = Array.from({ length: 200 }, () => encoder.encode(noiseFrame(channels)));
        const bytes = frames.slice(50).reduce((sum, { length }) => sum + length, 0);
        const kbits = (bytes * 8) / 150 / 20;
        expect(Math.round(kbits / channels)).toBeGreaterThanOrEqual(55);
        expect(Math.round(kbits / channels)).toBeLessThanOrEqual(70);
      }
    });

    test('refuse a frame of another length than 20 ms', () => {
      using encoder = createEncoder(1);
      for (const bytes of [0, 1918, 3840])
        expect(() => encoder.encode(Buffer.alloc(bytes))).toThrow(RangeError);
    });

    test('cannot be used after they were given back, and are given back once', () => {
      const decoder = createDecoder(16_000, 1);
      decoder[Symbol.dispose]();
      decoder[Symbol.dispose]();
      expect(use().codecsInUse).toBe(0);
      expect(() => decoder.decode(packetsOf(300, 1)[0] ?? Buffer.alloc(0))).toThrow(/Opus packet/u);
    });

    test('make room for another kind when all that are kept are of one', () => {
      using encoder = createEncoder(1);
      const packets = [0, 1, 2].map((at) => encoder.encode(toneFrame(440, at)));
      using reference = createDecoder(48_000, 1);
      const expected = packets.map((packet) => reference.decode(packet));
      for (let round = 0; round < 5; round++) {
        for (const hz of [16_000, 48_000] as const) {
          const taken = Array.from({ length: library.maxCodecs - 2 }, () => createDecoder(hz, 1));
          for (const packet of packets) for (const decoder of taken) decoder.decode(packet);
          for (const decoder of taken) decoder[Symbol.dispose]();
        }
        using again = createDecoder(48_000, 1);
        expect(packets.map((packet) => again.decode(packet))).toEqual(expected);
      }
    });
  },
);
