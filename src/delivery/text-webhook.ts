import type { TextSender } from './sender.ts';
import { openSignedPost, type SignedPostSettings } from './signed-post.ts';

/**
 * Text messages through a provider of one's own: a signed post of `{"to", "text", "id"}`, with `to` as `+447700900123` and `id` the
 * same at every try. Whoever takes it sends each id once.
 */
export function openTextWebhook(settings: Omit<SignedPostSettings, 'setting'>): TextSender {
  const post = openSignedPost({ ...settings, setting: 'TEXT_WEBHOOK' });
  return async ({ id, to, text }) => {
    await post(id, JSON.stringify({ to, text, id }));
    return 'sent';
  };
}
