-- Why: people write letters to their legislators and to offices: drafts, what they confirmed, where it went and what became of
-- it (server/features/letters/tables.ts); sketches of texts that say how like a letter is to earlier ones, and are nobody's
-- (similarity/tables.ts). And a campaign's own words can be kept in other languages (server/features/campaigns/pack.ts).
-- Locks taken: ACCESS EXCLUSIVE on campaigns for an instant, for the column with its constant default; SHARE ROW EXCLUSIVE on
-- campaigns and seats, for the foreign keys: imports wait, reading goes on.
-- On a million rows: nothing to rewrite: the tables are new, and campaigns holds few.
-- The way back: drop tables and column; letters that wait are lost, so stop the workers and wait for the queue first. The program
-- before it needs a campaign of format 3, so restore that from an export.
CREATE TABLE "letter_events" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "letter_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"letter_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"evidence" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letter_fingerprints" (
	"hash" integer NOT NULL,
	"letter" bigint NOT NULL,
	CONSTRAINT "letter_fingerprints_hash_letter_pkey" PRIMARY KEY("hash","letter")
);
--> statement-breakpoint
CREATE TABLE "letter_sketches" (
	"letter" bigint PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"hashes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"ask_id" text NOT NULL,
	"recipient" text NOT NULL,
	"seat_id" integer,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"channel" text,
	"is_test" boolean,
	"address_index" "bytea",
	"address_cipher" "bytea",
	"packet_cipher" "bytea",
	"locale" text NOT NULL,
	"hold_reasons" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"consent_version" text,
	"mailed_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"not_before" timestamp with time zone,
	"dispatched_at" timestamp with time zone,
	"arrived_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"keeps_text" boolean NOT NULL,
	"answer" text,
	"asked_times" smallint NOT NULL,
	CONSTRAINT "letters_state_check" CHECK ("letters"."state" in ('draft', 'confirmed', 'held', 'refused', 'queued', 'sending', 'sent', 'delivered-to-server', 'bounced', 'failed', 'sent-by-writer', 'cancelled')),
	CONSTRAINT "letters_channel_check" CHECK ("letters"."channel" in ('email', 'web-form', 'print', 'cwc', 'mailto')),
	CONSTRAINT "letters_answer_check" CHECK ("letters"."answer" in ('yes', 'automatic', 'no')),
	CONSTRAINT "letters_address_index_check" CHECK (octet_length("letters"."address_index") = 16),
	CONSTRAINT "letters_confirmed_at_check" CHECK ("letters"."state" = 'draft' or "letters"."confirmed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "live_asks" (
	"campaign_id" uuid NOT NULL,
	"ask_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "live_asks_pkey" PRIMARY KEY("campaign_id","ask_id")
);
--> statement-breakpoint
CREATE TABLE "refused_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	"status" text,
	"reply" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "translations" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_events" ADD CONSTRAINT "letter_events_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_fingerprints" ADD CONSTRAINT "letter_fingerprints_letter_letter_sketches_letter_fk" FOREIGN KEY ("letter") REFERENCES "public"."letter_sketches"("letter") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_seat_id_seats_id_fk" FOREIGN KEY ("seat_id") REFERENCES "public"."seats"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "live_asks" ADD CONSTRAINT "live_asks_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letter_events_letter_id_idx" ON "letter_events" USING btree ("letter_id","id");--> statement-breakpoint
CREATE INDEX "letter_fingerprints_letter_idx" ON "letter_fingerprints" USING btree ("letter");--> statement-breakpoint
CREATE INDEX "letter_sketches_day_idx" ON "letter_sketches" USING btree ("day");--> statement-breakpoint
CREATE INDEX "letters_recipient_dispatched_at_idx" ON "letters" USING btree ("recipient","dispatched_at");--> statement-breakpoint
CREATE INDEX "letters_address_index_idx" ON "letters" USING btree ("address_index");--> statement-breakpoint
CREATE INDEX "letters_state_idx" ON "letters" USING btree ("state","confirmed_at");--> statement-breakpoint
CREATE INDEX "letters_expires_at_idx" ON "letters" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "letters_arrived_at_idx" ON "letters" USING btree ("arrived_at") WHERE answer is null;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_writer_key" ON "letters" USING btree ("address_index","ask_id","recipient") WHERE confirmed_at is not null and state <> 'cancelled' and is_test is not true;