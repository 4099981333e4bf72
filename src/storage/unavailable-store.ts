import type { Fault } from '../fault.ts';
import type { Store } from './store.ts';

/** A store that cannot be opened: everything but closing it rejects with the fault that says why. */
export function unavailableStore(fault: Fault): Store {
  const refuse = async (): Promise<never> => {
    throw fault;
  };
  return {
    conversation: refuse,
    replyTo: refuse,
    commit: refuse,
    entries: refuse,
    allEntries: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }),
    isWhole: refuse,
    append: refuse,
    lease: refuse,
    settle: refuse,
    isLeased: refuse,
    notArrived: refuse,
    giveBack: refuse,
    deliveries: refuse,
    delivery: refuse,
    messagesAbout: refuse,
    deliveriesAbout: refuse,
    countDeliveries: refuse,
    retry: refuse,
    retryTo: refuse,
    mentionedSince: refuse,
    casesToLookAt: refuse,
    openCases: refuse,
    advance: refuse,
    messagesSince: refuse,
    unacknowledgedSince: refuse,
    conversationsToLookAt: refuse,
    writeTests: refuse,
    tests: refuse,
    lastReached: refuse,
    testOf: refuse,
    mark: refuse,
    setMark: refuse,
    places: refuse,
    saveAddress: refuse,
    address: refuse,
    addresses: refuse,
    forgetAddress: refuse,
    ping: refuse,
    close: async () => undefined,
  };
}
