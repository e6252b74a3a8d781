-- Why: the first tables: campaigns and their facts, petitions and versions of their texts, signatures
-- (contact data as cipher text only), the numbered log of counted signatures, its tree and its checkpoints.
-- Locks taken: none that matters; all tables are new.
-- On a million rows: nothing to move.
-- The way back: drop the tables.
-- By hand, since drizzle-kit does not know them: PARTITION BY and the DO block (server/decisions/009),
-- and UNLOGGED for used_proofs, which are worthless after ten minutes and need not survive a crash.
CREATE TABLE "campaigns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"body" jsonb NOT NULL,
	"loaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaigns_slug_key" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"petition_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"voided" bigint NOT NULL,
	"count" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "checkpoints_petition_id_size_pkey" PRIMARY KEY("petition_id","size"),
	CONSTRAINT "checkpoints_root_check" CHECK (octet_length("checkpoints"."root") = 32),
	CONSTRAINT "checkpoints_count_check" CHECK ("checkpoints"."count" = "checkpoints"."size" - 2 * "checkpoints"."voided" and "checkpoints"."count" >= 0)
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"campaign_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "facts_campaign_id_id_pkey" PRIMARY KEY("campaign_id","id")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"key_check" "bytea" NOT NULL,
	"log_name" text NOT NULL,
	CONSTRAINT "installation_only_check" CHECK ("installation"."only")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"petition_id" uuid NOT NULL,
	"entry_index" bigint NOT NULL,
	"entry" "bytea" NOT NULL,
	CONSTRAINT "ledger_entries_petition_id_entry_index_pkey" PRIMARY KEY("petition_id","entry_index"),
	CONSTRAINT "ledger_entries_entry_index_check" CHECK ("ledger_entries"."entry_index" >= 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_tiles" (
	"petition_id" uuid NOT NULL,
	"level" smallint NOT NULL,
	"tile_index" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tiles_petition_id_level_tile_index_pkey" PRIMARY KEY("petition_id","level","tile_index"),
	CONSTRAINT "ledger_tiles_hashes_check" CHECK (octet_length("ledger_tiles"."hashes") between 32 and 8192 and octet_length("ledger_tiles"."hashes") % 32 = 0)
);
--> statement-breakpoint
CREATE TABLE "mail_caps" (
	"address_index" "bytea" PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"confirmations" smallint NOT NULL,
	CONSTRAINT "mail_caps_confirmations_check" CHECK ("mail_caps"."confirmations" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "mail_refusals" (
	"address_index" "bytea" PRIMARY KEY NOT NULL,
	"refused_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_slots" (
	"slot_index" "bytea" PRIMARY KEY NOT NULL,
	"round" integer NOT NULL,
	"attempts" smallint NOT NULL,
	"opened_at" timestamp with time zone,
	"opened_by_job" bigint,
	"notice_at" timestamp with time zone,
	"notice_by_job" bigint,
	"touched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "petition_texts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"sha256" "bytea" NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "petition_texts_petition_id_version_key" UNIQUE("petition_id","version"),
	CONSTRAINT "petition_texts_version_check" CHECK ("petition_texts"."version" >= 1),
	CONSTRAINT "petition_texts_sha256_check" CHECK (octet_length("petition_texts"."sha256") = 32)
);
--> statement-breakpoint
CREATE TABLE "petitions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"state" text NOT NULL,
	"addressee" text NOT NULL,
	"opened_at" timestamp with time zone,
	"closes_at" timestamp with time zone,
	"count_interval_seconds" integer NOT NULL,
	"goals" jsonb NOT NULL,
	"handover" text NOT NULL,
	"not_official" text NOT NULL,
	CONSTRAINT "petitions_slug_key" UNIQUE("slug"),
	CONSTRAINT "petitions_state_check" CHECK ("petitions"."state" in ('draft', 'open', 'closed')),
	CONSTRAINT "petitions_opened_at_check" CHECK ("petitions"."state" = 'draft' or "petitions"."opened_at" is not null),
	CONSTRAINT "petitions_count_interval_seconds_check" CHECK ("petitions"."count_interval_seconds" between 1 and 86400)
);
--> statement-breakpoint
CREATE TABLE "signatures" (
	"id" uuid NOT NULL,
	"petition_id" uuid NOT NULL,
	"email_index" "bytea" NOT NULL,
	"text_id" uuid NOT NULL,
	"state" text NOT NULL,
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
	"confirmed_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"class" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"entry_index" bigint,
	"mail_refused_code" smallint,
	CONSTRAINT "signatures_petition_id_email_index_pkey" PRIMARY KEY("petition_id","email_index"),
	CONSTRAINT "signatures_state_check" CHECK ("signatures"."state" in ('pending', 'confirmed')),
	CONSTRAINT "signatures_confirmed_at_check" CHECK (("signatures"."state" = 'confirmed') = ("signatures"."confirmed_at" is not null)),
	CONSTRAINT "signatures_entry_index_check" CHECK ("signatures"."entry_index" is null or "signatures"."state" = 'confirmed'),
	CONSTRAINT "signatures_email_index_check" CHECK (octet_length("signatures"."email_index") = 16),
	CONSTRAINT "signatures_salt_check" CHECK (octet_length("signatures"."salt") = 32),
	CONSTRAINT "signatures_class_check" CHECK ("signatures"."class" in ('online', 'paper', 'imported')),
	CONSTRAINT "signatures_public_name_check" CHECK ("signatures"."public_name" in ('none', 'initials', 'full')),
	CONSTRAINT "signatures_country_check" CHECK ("signatures"."country" ~ '^[A-Z]{2}$'),
	CONSTRAINT "signatures_source_check" CHECK ("signatures"."source" ~ '^[a-z0-9-]{1,40}$'),
	CONSTRAINT "signatures_mail_provider_check" CHECK ("signatures"."mail_provider" in ('gmail', 'outlook', 'yahoo', 'icloud', 'proton', 'gmx', 'webde', 'mailru', 'qq', 'other')),
	CONSTRAINT "signatures_flags_check" CHECK ("signatures"."flags" <@ array['disposable-address', 'trap-field', 'no-form-age']::text[])
) PARTITION BY HASH ("email_index");
--> statement-breakpoint
DO $$
BEGIN
	FOR part IN 0..7 LOOP
		EXECUTE format('CREATE TABLE signatures_p%s PARTITION OF signatures FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
	END LOOP;
END $$;
--> statement-breakpoint
CREATE TABLE "timeline_items" (
	"campaign_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "timeline_items_campaign_id_id_pkey" PRIMARY KEY("campaign_id","id")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "used_proofs" (
	"proof_index" "bytea" PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facts" ADD CONSTRAINT "facts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_tiles" ADD CONSTRAINT "ledger_tiles_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "petition_texts" ADD CONSTRAINT "petition_texts_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "petitions" ADD CONSTRAINT "petitions_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_text_id_fkey" FOREIGN KEY ("text_id") REFERENCES "public"."petition_texts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timeline_items" ADD CONSTRAINT "timeline_items_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_caps_day_idx" ON "mail_caps" USING btree ("day");--> statement-breakpoint
CREATE INDEX "mail_slots_touched_at_idx" ON "mail_slots" USING btree ("touched_at");--> statement-breakpoint
CREATE INDEX "signatures_id_idx" ON "signatures" USING btree ("id");--> statement-breakpoint
CREATE INDEX "signatures_unsequenced_idx" ON "signatures" USING btree ("petition_id") WHERE state = 'confirmed' and entry_index is null;--> statement-breakpoint
CREATE INDEX "signatures_pending_idx" ON "signatures" USING btree ("expires_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "used_proofs_used_at_idx" ON "used_proofs" USING btree ("used_at");