/** Checks what codes and encrypts voice: natively where that is installed, always somehow. */
import { getCiphers } from 'node:crypto';
import type { OpusUse } from '../voice/opus-codec.ts';
import { fatal, flawed, ok, type CheckResult } from './check.ts';

/** What @discordjs/voice 0.19.2 tries for XChaCha20-Poly1305, in this order; only the last comes with Parley. */
const XCHACHA_LIBRARIES = [
  'sodium-native',
  'sodium',
  'libsodium-wrappers',
  '@stablelib/xchacha20poly1305',
  '@noble/ciphers/chacha.js',
];

export function checkOpus({ library, fault, maxCodecs }: OpusUse): CheckResult {
  const found = `${library}, at most ${maxCodecs} voices heard or spoken at a time`;
  if (fault === undefined) return ok('Opus', found);
  return flawed(
    'Opus',
    `${found}; the native library is installed, but cannot be used (${fault})`,
    'Install @discordjs/opus anew with the Node.js that Parley runs on, or remove it.',
  );
}

export async function checkEncryption(
  ciphers: readonly string[] = getCiphers(),
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<CheckResult> {
  const ways = await waysToEncrypt(ciphers, load);
  if (ways.length > 0) return ok('encryption', ways.join('; if the server wants, '));
  return fatal(
    'encryption',
    'nothing here can encrypt voice',
    'The packages are incomplete: npm ci installs them anew.',
  );
}

/** Best first, as @discordjs/voice takes them where the voice server leaves it the choice. */
async function waysToEncrypt(
  ciphers: readonly string[],
  load: (name: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const ways = ciphers.includes('aes-256-gcm') ? ['AES-256-GCM by Node.js (native)'] : [];
  for (const name of XCHACHA_LIBRARIES) {
    try {
      await load(name);
      return [...ways, `XChaCha20-Poly1305 by ${name.replace('/chacha.js', '')}`];
    } catch {
      // Not installed, or broken: the next one is taken.
    }
  }
  return ways;
}
