/** A throw-away certificate for 127.0.0.1: voice sockets are always TLS, so a client has to trust one. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  bits,
  boolean,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  utf8,
} from './der.ts';

export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

const DAY_MS = 24 * 60 * 60 * 1000;
/** From yesterday, for clocks that disagree, to a month from now. */
const VALID_BEFORE_MS = DAY_MS;
const VALID_FOR_MS = 30 * DAY_MS;

/**
 * Makes a self-signed ECDSA P-256 certificate for 127.0.0.1 and localhost that is its own trust anchor.
 * Each has a name of its own: a client that trusts several finds the issuer by name.
 */
export function createCertificate(): Certificate {
  const commonName = `Loopback Discord ${randomBytes(4).toString('hex')}`;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(OID.ecdsaWithSha256));
  const name = sequence(set(sequence(objectId(OID.commonName), utf8(commonName))));
  const nowMs = Date.now();
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(randomBytes(8)),
    algorithm,
    name,
    sequence(time(new Date(nowMs - VALID_BEFORE_MS)), time(new Date(nowMs + VALID_FOR_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions()),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  return {
    certPem: pem(der),
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions(): Buffer {
  const loopback = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  const localhost = tagged(0x82, Buffer.from('localhost'));
  const signAndCertify = Buffer.from([0x84]); // digitalSignature, keyCertSign
  return sequence(
    extension(OID.subjectAltName, sequence(loopback, localhost)),
    extension(OID.basicConstraints, sequence(boolean(true)), true),
    extension(OID.keyUsage, bits(signAndCertify, 2), true),
    extension(OID.extendedKeyUsage, sequence(objectId(OID.serverAuth))),
  );
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), octets(value));
}

function pem(der: Buffer): string {
  const lines = der
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trim();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
