import { z } from 'zod';

const shortId = z.string().max(300);
const named = z.object({ id: shortId.nullish(), name: z.string().nullish() }).nullish();

/** The parts of a Bot Framework activity that Share Check reads. Everything else is let go of here. */
export const activitySchema = z.object({
  type: z.string().min(1).max(100),
  id: shortId.optional(),
  name: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  text: z.string().nullish(),
  timestamp: z.string().max(100).nullish(),
  serviceUrl: z.string().max(2000),
  channelId: z.string().max(100).optional(),
  replyToId: shortId.optional(),
  from: z.object({
    id: z.string().min(1).max(300),
    aadObjectId: z.string().max(100).nullish(),
    name: z.string().nullish(),
  }),
  recipient: z.object({ id: shortId }).optional(),
  conversation: z.object({
    id: z.string().min(1).max(500),
    conversationType: z.string().max(100).nullish(),
    tenantId: z.string().max(100).nullish(),
    name: z.string().nullish(),
  }),
  channelData: z
    .object({
      eventType: z.string().max(100).nullish(),
      channel: named,
      team: named,
      tenant: z.object({ id: z.string().max(100).nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
  membersAdded: z.array(z.unknown()).nullish(),
  entities: z.array(z.unknown()).nullish(),
  value: z.unknown().optional(),
});
export type IncomingActivity = z.infer<typeof activitySchema>;
