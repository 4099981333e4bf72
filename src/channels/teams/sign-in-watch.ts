import { TokenFault } from './access-token.ts';
import type { BotFramework } from './bot-framework.ts';
import { toDeliveryError } from './delivery-fault.ts';
import type { RespondParts } from './respond.ts';

/** Permission to write lasts about an hour, and is asked for anew before that: a look costs nothing in between. */
const EVERY_MS = 5 * 60 * 1000;

export type SignInWatch = {
  /** False while Microsoft refuses the credentials. That its login cannot be reached passes by itself. */
  isAccepted(): boolean;
  start(): void;
  stop(): void;
};

/** Looks every few minutes whether Microsoft lets the bot write, and tells once when it no longer does. */
export function createSignInWatch(
  bot: Pick<BotFramework, 'checkCredentials'>,
  report: RespondParts['report'],
  everyMs = EVERY_MS,
): SignInWatch {
  let refused = false;
  let told = '';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      await bot.checkCredentials();
      refused = false;
      told = '';
    } catch (error) {
      refused = error instanceof TokenFault && error.refused;
      const { code, message, remedy } = toDeliveryError(error);
      if (code !== told) report({ code, message, remedy });
      told = code;
    }
    if (!stopped) timer = setTimeout(look, everyMs).unref();
  };

  return {
    isAccepted: () => !refused,
    start: () => void look(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
