-- Why: some asks go to an office and not to who represents one; a site holds where those offices can be reached, each with
-- the day on which that was looked up and where (server/features/campaigns/pack-office.ts).
-- Locks taken: SHARE ROW EXCLUSIVE on campaigns for an instant, for the foreign key: an import waits, reading goes on.
-- On a million rows: nothing to rewrite: the table is new, and campaigns holds few.
-- The way back: drop the table; the program before it needs a campaign of format 2, so restore that from an export.
CREATE TABLE "offices" (
	"campaign_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "offices_campaign_id_id_pkey" PRIMARY KEY("campaign_id","id")
);
--> statement-breakpoint
ALTER TABLE "offices" ADD CONSTRAINT "offices_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;