import { describe, expect, test } from 'vitest';
import { DeliveryError, type Messenger } from '../src/delivery/messenger.ts';
import { createChosenPlaces, objectionTo } from '../src/posting-places.ts';
import type { Store } from '../src/storage/store.ts';
import { fakeMessenger } from './delivery/fake-destinations.ts';
import { AT } from './records/samples.ts';

const placeOf = (target: string) =>
  ({ channel: 'teams', target, name: target, by: 'priya-nair', at: AT }) as const;

/** Places as they are, read when told to, at a clock that stands still. */
function chosenPlaces() {
  const at = { now: Date.parse(AT), places: [placeOf('19:a')], reads: 0 };
  let hold: Promise<void> = Promise.resolve();
  let release: () => void = () => undefined;
  const store: Pick<Store, 'places'> = {
    async places() {
      at.reads += 1;
      const { places } = at;
      await hold;
      return places;
    },
  };
  const chosen = createChosenPlaces(store, () => new Date(at.now));
  return {
    at,
    chosen,
    targets: async () => (await chosen.list()).map(({ target }) => target),
    holdReads() {
      hold = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
  };
}

describe('the chosen places', () => {
  test('are read now and then: a change of another process is seen after two seconds', async () => {
    const { at, targets } = chosenPlaces();
    expect(await targets()).toEqual(['19:a']);
    at.places = [placeOf('19:b')];
    at.now += 1999;
    expect(await targets()).toEqual(['19:a']);
    expect(at.reads).toBe(1);
    at.now += 1;
    expect(await targets()).toEqual(['19:b']);
  });

  test('are read anew at once after a change here, and when the clock is put back', async () => {
    const { at, chosen, targets } = chosenPlaces();
    await targets();
    at.places = [];
    chosen.changed();
    expect(await targets()).toEqual([]);
    at.places = [placeOf('19:c')];
    at.now -= 3_600_000;
    expect(await targets()).toEqual(['19:c']);
  });

  test('as they were read before a change are not taken for those after it', async () => {
    const { at, chosen, targets, holdReads, release } = chosenPlaces();
    holdReads();
    const before = targets();
    at.places = [];
    chosen.changed();
    release();
    expect(await before).toEqual(['19:a']);
    expect(await targets()).toEqual([]);
  });

  test('that cannot be read are tried again the next time', async () => {
    let works = false;
    const chosen = createChosenPlaces(
      {
        places: async () => {
          if (!works) throw new Error('The disk is full.');
          return [placeOf('19:a')];
        },
      },
      () => new Date(AT),
    );
    await expect(chosen.list()).rejects.toThrow('full');
    works = true;
    expect(await chosen.list()).toHaveLength(1);
  });
});

describe('what speaks against a place', () => {
  const refused = (code: string) =>
    new DeliveryError({ code, message: 'No.', remedy: 'None.', permanent: true });
  const answering = (mayPost: Messenger['mayPost']) => {
    const { messenger } = fakeMessenger();
    return objectionTo(
      { channel: 'teams', target: '19:a', name: 'A' },
      { teams: mayPost === undefined ? messenger : { ...messenger, mayPost } },
    );
  };

  test.each([
    ['nothing, where it may be posted', undefined, null],
    ['guests', refused('teams-channel-has-guests'), 'guests'],
    ['people of elsewhere', refused('teams-channel-shared-outside'), 'outside'],
    ['the same in Slack', refused('slack-channel-shared-outside'), 'outside'],
    ['that nobody could look', refused('teams-not-found'), 'unseen'],
    ['that looking took too long', refused('teams-unreachable'), 'unseen'],
    ['that something else went wrong', new Error('guests: Kestrel'), 'unseen'],
  ])('is %s', async (_what, fault, objection) => {
    const looked: string[] = [];
    const mayPost = async (target: string) => {
      looked.push(target);
      if (fault !== undefined) throw fault;
    };
    expect(await answering(mayPost)).toBe(objection);
    expect(looked).toEqual(['19:a']);
  });

  test('is that nobody can look, without a way to', async () => {
    expect(await answering(undefined)).toBe('unseen');
    expect(await objectionTo({ channel: 'slack', target: 'C1', name: 'A' }, {})).toBe('unseen');
  });
});
