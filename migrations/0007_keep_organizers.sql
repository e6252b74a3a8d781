-- Why: those who run a campaign have accounts of their own: sessions, passkeys, passwords, authenticators as the library for
-- accounts keeps them, what each is in which campaign, invitations, and a log of what they did that nobody can change
-- (server/features/organizers/tables.ts). They hold and remove signatures, and look at them in the order of the log or of a
-- country; and totals of how many came how far are kept (server/features/signatures/funnel/tables.ts).
-- Locks taken: SHARE ROW EXCLUSIVE on campaigns and petitions for an instant, for the foreign keys; ACCESS EXCLUSIVE on
-- signatures and pending_voids until the end, for the new column, checks and indexes: confirming waits, reading too.
-- On a million rows: 4 s where they are signatures, nearly all of it for the three indexes and the check.
-- The way back: release what is held, drop tables, function, column and new indexes, and make signatures_uncounted_idx anew
-- where entry_index is null; all organizers must be invited anew, and the log of what they did is lost.
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"campaign_id" uuid,
	"organizer_id" uuid,
	"action" text NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "funnel_hours" (
	"petition_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"provider" text NOT NULL,
	"viewed" bigint NOT NULL,
	"submitted" bigint NOT NULL,
	"mailed" bigint NOT NULL,
	"confirmed" bigint NOT NULL,
	CONSTRAINT "funnel_hours_petition_id_hour_provider_pkey" PRIMARY KEY("petition_id","hour","provider"),
	CONSTRAINT "funnel_hours_counts_check" CHECK (least("funnel_hours"."viewed", "funnel_hours"."submitted", "funnel_hours"."mailed", "funnel_hours"."confirmed") >= 0)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organizer_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"role" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "memberships_organizer_id_campaign_id_pkey" PRIMARY KEY("organizer_id","campaign_id"),
	CONSTRAINT "memberships_role_check" CHECK ("memberships"."role" in ('owner', 'organizer', 'moderator', 'analyst'))
);
--> statement-breakpoint
CREATE TABLE "organizer_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizer_authenticators" (
	"id" uuid PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" uuid NOT NULL,
	"verified" boolean DEFAULT true NOT NULL,
	"failed_verification_count" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "organizer_invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"role" text NOT NULL,
	"address_cipher" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"organizer_id" uuid,
	CONSTRAINT "organizer_invitations_role_check" CHECK ("organizer_invitations"."role" in ('owner', 'organizer', 'moderator', 'analyst'))
);
--> statement-breakpoint
CREATE TABLE "organizer_passkeys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"user_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"created_at" timestamp with time zone,
	"aaguid" text,
	CONSTRAINT "organizer_passkeys_credential_id_key" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "organizer_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organizer_sessions_token_key" UNIQUE("token"),
	CONSTRAINT "organizer_sessions_ip_address_check" CHECK (coalesce("organizer_sessions"."ip_address", '') = '' and coalesce("organizer_sessions"."user_agent", '') = '')
);
--> statement-breakpoint
CREATE TABLE "organizer_verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"profile_cipher" "bytea",
	CONSTRAINT "organizers_email_key" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "sign_in_tries" (
	"try_index" "bytea" PRIMARY KEY NOT NULL,
	"tries" smallint NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"petition_id" uuid NOT NULL,
	"organizer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"conditions" jsonb NOT NULL,
	"state" text NOT NULL,
	"expected" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "signature_changes_kind_check" CHECK ("signature_changes"."kind" in ('hold', 'release', 'remove')),
	CONSTRAINT "signature_changes_state_check" CHECK ("signature_changes"."state" in ('running', 'finished', 'cancelled')),
	CONSTRAINT "signature_changes_reason_check" CHECK (("signature_changes"."kind" = 'remove') = ("signature_changes"."reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "pending_voids" DROP CONSTRAINT "pending_voids_reason_check";--> statement-breakpoint
DROP INDEX "signatures_uncounted_idx";--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_hours" ADD CONSTRAINT "funnel_hours_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_accounts" ADD CONSTRAINT "organizer_accounts_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_authenticators" ADD CONSTRAINT "organizer_authenticators_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_invitations" ADD CONSTRAINT "organizer_invitations_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_invitations" ADD CONSTRAINT "organizer_invitations_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_passkeys" ADD CONSTRAINT "organizer_passkeys_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizer_sessions" ADD CONSTRAINT "organizer_sessions_user_id_organizers_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."organizers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_changes" ADD CONSTRAINT "signature_changes_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_changes" ADD CONSTRAINT "signature_changes_organizer_id_organizers_id_fk" FOREIGN KEY ("organizer_id") REFERENCES "public"."organizers"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_campaign_id_id_idx" ON "audit_entries" USING btree ("campaign_id","id");--> statement-breakpoint
CREATE INDEX "organizer_accounts_user_id_idx" ON "organizer_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_authenticators_user_id_idx" ON "organizer_authenticators" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_passkeys_user_id_idx" ON "organizer_passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_sessions_user_id_idx" ON "organizer_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "organizer_verifications_identifier_idx" ON "organizer_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "organizer_verifications_expires_at_idx" ON "organizer_verifications" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_tries_since_idx" ON "sign_in_tries" USING btree ("since");--> statement-breakpoint
CREATE INDEX "signature_changes_petition_id_started_at_idx" ON "signature_changes" USING btree ("petition_id","started_at");--> statement-breakpoint
CREATE INDEX "signatures_held_idx" ON "signatures" USING btree ("petition_id") WHERE held_at is not null;--> statement-breakpoint
CREATE INDEX "signatures_entry_index_idx" ON "signatures" USING btree ("petition_id","entry_index");--> statement-breakpoint
CREATE INDEX "signatures_country_entry_index_idx" ON "signatures" USING btree ("petition_id","country","entry_index");--> statement-breakpoint
CREATE INDEX "signatures_uncounted_idx" ON "signatures" USING btree ("petition_id") WHERE entry_index is null and held_at is null;--> statement-breakpoint
ALTER TABLE "pending_voids" ADD CONSTRAINT "pending_voids_reason_check" CHECK ("reason" in ('signer', 'organizer', 'held', 'duplicate', 'automated', 'test'));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_held_at_check" CHECK ("held_at" is null or "entry_index" is null);
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit log is only ever appended to' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "audit_entries_refuse_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
