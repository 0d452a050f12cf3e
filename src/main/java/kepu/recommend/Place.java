package kepu.recommend;

import java.time.Instant;
import java.time.LocalDate;
import kepu.content.Catalogue;
import kepu.region.RegionCode;

/** For whom candidates are sought: people of some groups in a region, now. {@code groups} is a {@link kepu.base.Group#mask}. */
record Place(RegionCode region, int groups, Instant now, LocalDate day, Catalogue catalogue) {}
