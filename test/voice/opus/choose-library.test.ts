import { describe, expect, test } from 'vitest';
import { createOpusCodecs } from '../../../src/voice/opus-codec.ts';
import { chooseLibrary } from '../../../src/voice/opus/choose-library.ts';

/** `@discordjs/opus` as version 0.10 is, without any Opus in it; `calls` is what it was asked for. */
function scriptedAddon() {
  const calls: string[] = [];
  class OpusEncoder {
    readonly rate: number;
    readonly channels: number;
    constructor(rate: number, channels: number) {
      this.rate = rate;
      this.channels = channels;
    }
    encode(pcm: Buffer): Buffer {
      calls.push(`encode ${pcm.length}`);
      return Buffer.from([0xf8, 1, 2]);
    }
    decode(packet: Buffer): Buffer {
      calls.push(`decode ${packet.toString('hex')}`);
      if (packet[1] === 0xee) throw new TypeError('The compressed data passed is corrupted');
      return Buffer.alloc((this.rate / 50) * this.channels * 2);
    }
    applyEncoderCTL(request: number, value: number): void {
      calls.push(`encoder ${request} ${value}`);
    }
    applyDecoderCTL(request: number, value: number): void {
      calls.push(`decoder ${request} ${value}`);
    }
    setBitrate(bitsPerSecond: number): void {
      calls.push(`bit rate ${bitsPerSecond}`);
    }
  }
  return { addon: { OpusEncoder }, calls };
}

/** What is installed and cannot do it: each lacks something of the real one. */
function lame(
  change: (codecClass: ReturnType<typeof scriptedAddon>['addon']['OpusEncoder']) => void,
) {
  const { addon } = scriptedAddon();
  change(addon.OpusEncoder);
  return addon;
}

describe('chooseLibrary()', () => {
  test('prefers the native library when it loads, and loads it once', () => {
    let loads = 0;
    const chosen = chooseLibrary(() => {
      loads += 1;
      return scriptedAddon().addon;
    });
    const codecs = createOpusCodecs(chosen);
    for (let at = 0; at < 3; at++) codecs.createDecoder(16_000, 1);
    expect(codecs.use()).toEqual({
      library: '@discordjs/opus (native)',
      codecsInUse: 3,
      maxCodecs: 1000,
    });
    expect(loads).toBe(1);
  });

  test('takes opusscript where there is none, and finds nothing wrong with that', () => {
    const codecs = createOpusCodecs(chooseLibrary(() => undefined));
    using encoder = codecs.createEncoder(1);
    using decoder = codecs.createDecoder(16_000, 1);
    expect(decoder.decode(encoder.encode(Buffer.alloc(1920)))).toHaveLength(640);
    expect(codecs.use()).toEqual({
      library: 'opusscript (WebAssembly)',
      codecsInUse: 2,
      maxCodecs: 150,
    });
  });

  test('takes opusscript where the native one does not load, and says why in one line', () => {
    const { library, fault } = chooseLibrary(() => {
      throw new Error('Cannot find module opus.node\nRequire stack:\n- a\n- b');
    });
    expect(library.name).toMatch(/opusscript/u);
    expect(fault).toBe('Cannot find module opus.node');
  });

  test.for([
    ['null', null],
    ['a function', () => {}],
    ['no class', { OpusEncoder: {} }],
    [
      'a class without methods',
      {
        OpusEncoder: class {
          readonly rate = 48_000;
        },
      },
    ],
    [
      'no way to reset',
      lame(({ prototype }) => Reflect.deleteProperty(prototype, 'applyDecoderCTL')),
    ],
    [
      'packets that are none',
      lame(({ prototype }) => Reflect.set(prototype, 'encode', () => 'packet')),
    ],
    [
      'sound of another length',
      lame(({ prototype }) => Reflect.set(prototype, 'decode', () => Buffer.alloc(1920))),
    ],
  ] as const)('takes opusscript where the native one has %s', ([, addon]) => {
    const { library, fault } = chooseLibrary(() => addon);
    expect(library.name).toMatch(/opusscript/u);
    expect(fault).toMatch(/^Cannot use/u);
  });
});

describe('codecs of the native library', () => {
  test('get the bit rate of a channel, and only frames of 20 ms: others would end the process', () => {
    const { addon, calls } = scriptedAddon();
    const codecs = createOpusCodecs(chooseLibrary(() => addon));
    calls.length = 0;
    using encoder = codecs.createEncoder(2);
    encoder.encode(Buffer.alloc(3840));
    expect(() => encoder.encode(Buffer.alloc(1920))).toThrow(RangeError);
    expect(calls).toEqual(['bit rate 128000', 'encode 3840']);
  });

  test('conceal with a frame of no bytes, and only after a packet', () => {
    const { addon, calls } = scriptedAddon();
    using decoder = createOpusCodecs(chooseLibrary(() => addon)).createDecoder(16_000, 1);
    calls.length = 0;
    expect(decoder.conceal()).toHaveLength(0);
    decoder.decode(Buffer.from([0xf9, 7, 7]));
    expect(decoder.conceal()).toHaveLength(640);
    expect(calls).toEqual(['decode f90707', 'decode f8']);
  });

  test('never get a packet of nothing, which makes up sound, or of no frames', () => {
    const { addon, calls } = scriptedAddon();
    using decoder = createOpusCodecs(chooseLibrary(() => addon)).createDecoder(16_000, 1);
    calls.length = 0;
    for (const bytes of [[], [0xff, 0x00]])
      expect(() => decoder.decode(Buffer.from(bytes))).toThrow(/Cannot decode an Opus packet/u);
    expect(calls).toEqual([]);
    const bad = Buffer.from([0xf8, 0xee]);
    expect(() => decoder.decode(bad)).toThrow('Cannot decode an Opus packet of 2 bytes');
  });

  test('forget a voice before the next has them, each in its own direction', () => {
    const { addon, calls } = scriptedAddon();
    const codecs = createOpusCodecs(chooseLibrary(() => addon));
    calls.length = 0;
    codecs.createDecoder(16_000, 1)[Symbol.dispose]();
    codecs.createEncoder(1)[Symbol.dispose]();
    expect(calls).toEqual(['decoder 4028 0', 'bit rate 64000', 'encoder 4028 0']);
  });
});
