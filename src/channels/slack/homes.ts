/**
 * Draws the home of each person, one drawing at a time, and one more for all who asked meanwhile: what is shown last is the newest,
 * and whoever opens it again and again keeps nobody waiting.
 *
 * @param draw must not reject
 */
export function createHomes(draw: (userId: string) => Promise<void>): (userId: string) => Promise<void> {
  const homes = new Map<string, { again: boolean; readonly drawn: Promise<void> }>();
  return (userId) => {
    const before = homes.get(userId);
    if (before !== undefined) {
      before.again = true;
      return before.drawn;
    }
    const all = async (): Promise<void> => {
      do {
        mine.again = false;
        await draw(userId);
      } while (mine.again);
      homes.delete(userId);
    };
    const mine = { again: false, drawn: Promise.resolve().then(all) };
    homes.set(userId, mine);
    return mine.drawn;
  };
}
