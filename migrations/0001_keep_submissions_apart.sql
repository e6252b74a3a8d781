-- Why: each submission is kept by itself until it is confirmed, so that nobody decides by signing first what the
-- owner of an address confirms (server/decisions/017); entries can be voided; counts are rolled up by hour and place;
-- signers get a page of their own.
-- Locks taken: ACCESS EXCLUSIVE on signatures, mail_slots and mail_caps until the end of the transaction: signing waits.
-- On a million rows: each unconfirmed row is written once and deleted once, each counted one read once: allow a minute.
-- The way back: add the columns again and move the rows of submissions back; roll-ups can be dropped. Codes of mails
-- sent before this stop working, their links go on.
-- By hand: the moves of rows, the roll-up of what is counted already, and the renaming of mail_caps.confirmations.
CREATE TABLE "ledger_rollups" (
	"petition_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"country" char(2) NOT NULL,
	"division" text NOT NULL,
	"source" text NOT NULL,
	"class" text NOT NULL,
	"signed" bigint NOT NULL,
	"voided" bigint NOT NULL,
	CONSTRAINT "ledger_rollups_pkey" PRIMARY KEY("petition_id","hour","country","division","source","class"),
	CONSTRAINT "ledger_rollups_signed_check" CHECK ("ledger_rollups"."signed" >= 0 and "ledger_rollups"."voided" >= 0)
);
--> statement-breakpoint
CREATE TABLE "pending_voids" (
	"petition_id" uuid NOT NULL,
	"entry_index" bigint NOT NULL,
	"reason" text NOT NULL,
	"country" char(2) NOT NULL,
	"source" text,
	"class" text NOT NULL,
	CONSTRAINT "pending_voids_petition_id_entry_index_pkey" PRIMARY KEY("petition_id","entry_index"),
	CONSTRAINT "pending_voids_reason_check" CHECK ("pending_voids"."reason" in ('signer', 'organizer')),
	CONSTRAINT "pending_voids_class_check" CHECK ("pending_voids"."class" in ('online', 'paper', 'imported'))
);
--> statement-breakpoint
CREATE TABLE "signer_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"address_index" "bytea" NOT NULL,
	"email_cipher" "bytea" NOT NULL,
	"is_mailed" boolean NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid NOT NULL,
	"petition_id" uuid NOT NULL,
	"email_index" "bytea" NOT NULL,
	"text_id" uuid NOT NULL,
	"email_cipher" "bytea" NOT NULL,
	"packet_cipher" "bytea" NOT NULL,
	"country" char(2) NOT NULL,
	"source" text,
	"mail_provider" text NOT NULL,
	"flags" text[] NOT NULL,
	"public_name" text NOT NULL,
	"wants_updates" boolean NOT NULL,
	"consent_version" text NOT NULL,
	"consented_at" timestamp with time zone NOT NULL,
	"class" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"mail_refused_code" smallint,
	CONSTRAINT "submissions_id_pkey" PRIMARY KEY("id"),
	CONSTRAINT "submissions_email_index_check" CHECK (octet_length("submissions"."email_index") = 16),
	CONSTRAINT "submissions_salt_check" CHECK (octet_length("submissions"."salt") = 32),
	CONSTRAINT "submissions_class_check" CHECK ("submissions"."class" in ('online', 'paper', 'imported')),
	CONSTRAINT "submissions_public_name_check" CHECK ("submissions"."public_name" in ('none', 'initials', 'full')),
	CONSTRAINT "submissions_country_check" CHECK ("submissions"."country" ~ '^[A-Z]{2}$'),
	CONSTRAINT "submissions_source_check" CHECK ("submissions"."source" ~ '^[a-z0-9-]{1,40}$'),
	CONSTRAINT "submissions_mail_provider_check" CHECK ("submissions"."mail_provider" in ('gmail', 'outlook', 'yahoo', 'icloud', 'proton', 'gmx', 'webde', 'mailru', 'qq', 'other')),
	CONSTRAINT "submissions_flags_check" CHECK ("submissions"."flags" <@ array['disposable-address', 'trap-field', 'no-form-age']::text[])
);
--> statement-breakpoint
INSERT INTO "submissions" ("id", "petition_id", "email_index", "text_id", "email_cipher", "packet_cipher", "country", "source", "mail_provider", "flags", "public_name", "wants_updates", "consent_version", "consented_at", "class", "salt", "expires_at", "mail_refused_code")
SELECT "id", "petition_id", "email_index", "text_id", "email_cipher", "packet_cipher", "country", "source", "mail_provider", "flags", "public_name", "wants_updates", "consent_version", "consented_at", "class", "salt", "expires_at", "mail_refused_code"
FROM "signatures" WHERE "state" = 'pending';
--> statement-breakpoint
DELETE FROM "signatures" WHERE "state" = 'pending';
--> statement-breakpoint
INSERT INTO "ledger_rollups" ("petition_id", "hour", "country", "division", "source", "class", "signed", "voided")
SELECT s."petition_id", date_trunc('hour', c."published_at", 'UTC'), s."country", '', coalesce(s."source", ''), s."class", count(*), 0
FROM "signatures" s CROSS JOIN LATERAL (
	SELECT "published_at" FROM "checkpoints" WHERE "petition_id" = s."petition_id" AND "size" > s."entry_index" ORDER BY "size" LIMIT 1
) c
GROUP BY 1, 2, 3, 5, 6;
--> statement-breakpoint
ALTER TABLE "mail_caps" DROP CONSTRAINT "mail_caps_confirmations_check";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_state_check";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_confirmed_at_check";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_entry_index_check";--> statement-breakpoint
DROP INDEX "signatures_unsequenced_idx";--> statement-breakpoint
DROP INDEX "signatures_pending_idx";--> statement-breakpoint
ALTER TABLE "signatures" ALTER COLUMN "confirmed_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "mail_caps" RENAME COLUMN "confirmations" TO "mails";--> statement-breakpoint
ALTER TABLE "mail_slots" ADD COLUMN "submission_id" uuid;--> statement-breakpoint
ALTER TABLE "mail_slots" ADD COLUMN "notice_submission_id" uuid;--> statement-breakpoint
ALTER TABLE "ledger_rollups" ADD CONSTRAINT "ledger_rollups_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_voids" ADD CONSTRAINT "pending_voids_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_text_id_fkey" FOREIGN KEY ("text_id") REFERENCES "public"."petition_texts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signer_links_address_index_idx" ON "signer_links" USING btree ("address_index");--> statement-breakpoint
CREATE INDEX "signer_links_expires_at_idx" ON "signer_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "submissions_email_index_idx" ON "submissions" USING btree ("email_index");--> statement-breakpoint
CREATE INDEX "submissions_expires_at_idx" ON "submissions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "signatures_uncounted_idx" ON "signatures" USING btree ("petition_id") WHERE entry_index is null;--> statement-breakpoint
ALTER TABLE "mail_slots" DROP COLUMN "round";--> statement-breakpoint
ALTER TABLE "mail_slots" DROP COLUMN "opened_by_job";--> statement-breakpoint
ALTER TABLE "mail_slots" DROP COLUMN "notice_by_job";--> statement-breakpoint
ALTER TABLE "signatures" DROP COLUMN "state";--> statement-breakpoint
ALTER TABLE "signatures" DROP COLUMN "expires_at";--> statement-breakpoint
ALTER TABLE "signatures" DROP COLUMN "mail_refused_code";--> statement-breakpoint
ALTER TABLE "mail_caps" ADD CONSTRAINT "mail_caps_mails_check" CHECK ("mail_caps"."mails" between 1 and 3);
