/**
 * The judge's own certificate: made at the first start, kept beside its key (mode 0600) and used again later, so that
 * its fingerprint stays the same. node:crypto cannot make certificates; `selfsigned` can.
 */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../core/atomic-file.ts';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;
const YEARS = 5;

/**
 * The certificate of a folder, made when there is none, when it does not fit its key or expires within a day.
 * @throws the errors of the file system
 */
export async function judgeCertificate(folder: string, now: Date): Promise<Certificate> {
  const keyFile = join(folder, 'judge-key.pem');
  const certFile = join(folder, 'judge-cert.pem');
  const kept = await readKept(keyFile, certFile, now);
  if (kept) return kept;
  const { generate } = await import('selfsigned'); // heavy, and needed once
  const made = await generate([{ name: 'commonName', value: 'RefBot judge' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + YEARS * 365 * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(keyFile, made.private, { mode: 0o600 });
  await writeFileAtomic(certFile, made.cert, { mode: 0o644 });
  return { key: made.private, cert: made.cert };
}

async function readKept(keyFile: string, certFile: string, now: Date): Promise<Certificate | null> {
  try {
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
    const parsed = new X509Certificate(cert);
    const lasts = new Date(parsed.validTo).getTime() > now.getTime() + DAY_MS;
    return lasts && parsed.checkPrivateKey(createPrivateKey(key)) ? { key, cert } : null;
  } catch {
    return null; // absent or damaged: a new one is made
  }
}
