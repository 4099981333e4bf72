import { basename } from 'node:path';
import { ZodError } from 'zod';
import { Fault } from '../fault.ts';
import { REHEARSAL_FILE } from './store-files.ts';

/**
 * What went wrong in the embedded database, as a Fault with a remedy. Carries neither SQL nor values, and not the cause:
 * its text could hold both. In: anything thrown, and the store's file. A programming error comes back as it is.
 */
export function sqliteFault(error: unknown, file: string): unknown {
  if (error instanceof Fault || error instanceof ZodError) return error;
  const code = codeOf(error);
  if (code === null) return error;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new Fault(
      'store-full',
      'There is no room left to write. Nothing of this was kept.',
      `Make room on the disk that holds ${file}, then try again. What was kept before is unharmed.`,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new Fault(
      'store-busy',
      'Another program holds the store and did not let go in time. Nothing of this was kept.',
      `Try again. If it stays like this, find the program that has ${file} open (a backup or a database viewer) and end it.`,
    );
  }
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|ENOENT)/.test(code)) {
    return new Fault(
      'store-not-writable',
      `The store cannot be written: ${file}.`,
      'Check that SHARE_CHECK_DATA names a folder, that the folder is there, and that the user the service runs as may write in it and owns the files in it.',
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_SCHEMA') {
    return unreadableStore(file);
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return new Fault(
      'store-disk-fault',
      `The disk refused to read or write the store: ${file}.`,
      'Check the disk and its connection. When it works again, restart the service; if the store does not open then, put the last backup back.',
    );
  }
  return new Fault(
    'store-fault',
    `The store could not do this (${code}).`,
    'Restart the service. If it happens again, keep a copy of the data folder and report it with this code.',
  );
}

/** The Fault for a file that is damaged, or that another program made. */
export function unreadableStore(file: string): Fault {
  return new Fault(
    'store-unreadable',
    `This file is not a Share Check store, or it is damaged: ${file}.`,
    basename(file) === REHEARSAL_FILE
      ? 'It holds rehearsals alone: move it aside, and an empty one is made at the next start.'
      : 'Keep a copy of the file and put the last backup in its place, or set SHARE_CHECK_DATA to another folder.',
  );
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^(SQLITE_|E[A-Z]+$)/.test(error.code) ? error.code : null;
}
