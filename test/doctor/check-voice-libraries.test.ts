import { describe, expect, test } from 'vitest';
import { checkEncryption, checkOpus } from '../../src/doctor/check-voice-libraries.ts';

/** Loads what is in `names` and nothing else. */
const having =
  (...names: string[]) =>
  async (name: string) => {
    if (!names.includes(name)) throw new Error(`Cannot find package '${name}'`);
    return {};
  };

describe('checkOpus()', () => {
  const use = { library: 'opusscript (WebAssembly)', codecsInUse: 0, maxCodecs: 150 };

  test('names the library and how many voices it is good for', () => {
    expect(checkOpus(use)).toMatchObject({
      status: 'ok',
      found: 'opusscript (WebAssembly), at most 150 voices heard or spoken at a time',
    });
  });

  test('says why a native library that is there is not used, and what to do', () => {
    const result = checkOpus({ ...use, fault: 'Cannot find module opus.node' });
    expect(result).toMatchObject({ status: 'failed', isFatal: false });
    expect(result.found).toMatch(/opusscript.*\(Cannot find module opus\.node\)/u);
    expect(result.advice).toMatch(/@discordjs\/opus/u);
  });
});

describe('checkEncryption()', () => {
  test('finds what comes with Node.js and with Parley', async () => {
    const { status, found } = await checkEncryption();
    expect(status).toBe('ok');
    expect(found).toMatch(/^AES-256-GCM by Node\.js \(native\); .*XChaCha20-Poly1305 by /u);
  });

  test('names a native library before the one in JavaScript', async () => {
    const load = having('@noble/ciphers/chacha.js', 'sodium-native');
    expect(await checkEncryption([], load)).toMatchObject({
      status: 'ok',
      found: 'XChaCha20-Poly1305 by sodium-native',
    });
    expect((await checkEncryption([], having('@noble/ciphers/chacha.js'))).found).toBe(
      'XChaCha20-Poly1305 by @noble/ciphers',
    );
  });

  test('is fatal where nothing can encrypt', async () => {
    expect(await checkEncryption([], having())).toMatchObject({ isFatal: true });
  });
});
