using BintrayPush.Conformance;

namespace BintrayPush.Storage.S3.Tests.Conformance;

[TestClass]
public sealed class Uploads_over_the_wire_into_a_bucket : UploadsConformance<BucketServerPlace>;

[TestClass]
public sealed class Publishing_over_the_wire_into_a_bucket : PublishingConformance<BucketServerPlace>;

[TestClass]
public sealed class Deleting_over_the_wire_in_a_bucket : DeletingConformance<BucketServerPlace>;

[TestClass]
public sealed class Listing_over_the_wire_in_a_bucket : ListingConformance<BucketServerPlace>;

[TestClass]
public sealed class Downloading_over_the_wire_from_a_bucket : DownloadingConformance<BucketServerPlace>;

[TestClass]
public sealed class Releases_over_the_wire_in_a_bucket : ReleasesConformance<BucketServerPlace>;

[TestClass]
public sealed class Signing_over_the_wire_in_a_bucket : SigningConformance<BucketServerPlace>;
