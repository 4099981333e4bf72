/** Settings with which emergencies go by text message and by e-mail. Nothing is there. */
export const ROUTES_SET = {
  TEXT_WEBHOOK_URL: 'https://texts.school.example/send',
  TEXT_WEBHOOK_SECRET: Buffer.alloc(32, 5).toString('base64'),
  SMTP_URL: 'smtps://share-check:canary-password@mail.school.example',
  SMTP_FROM: 'Share Check <share-check@school.example>',
} as const;
