/**
 * What Discord's clients send when nothing is said: five times before they fall silent (voice
 * documentation, "Voice Data Interpolation"). The only packet that is never end-to-end encrypted.
 */
export const SILENCE_PACKET = Buffer.from([0xf8, 0xff, 0xfe]);
