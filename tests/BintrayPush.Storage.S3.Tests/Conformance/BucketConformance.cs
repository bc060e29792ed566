using BintrayPush.Conformance;

namespace BintrayPush.Storage.S3.Tests.Conformance;

[TestClass]
public sealed class Repositories_in_a_bucket : RepositoriesConformance<BucketPlace>;

[TestClass]
public sealed class Packages_in_a_bucket : PackagesConformance<BucketPlace>;

[TestClass]
public sealed class Versions_in_a_bucket : VersionsConformance<BucketPlace>;

[TestClass]
public sealed class Attributes_in_a_bucket : AttributesConformance<BucketPlace>;

[TestClass]
public sealed class Documents_in_a_bucket : DocumentsConformance<BucketPlace>;

[TestClass]
public sealed class Uploads_in_a_bucket : UploadsConformance<BucketPlace>;

[TestClass]
public sealed class Publishing_in_a_bucket : PublishingConformance<BucketPlace>;

[TestClass]
public sealed class Discarding_in_a_bucket : DiscardingConformance<BucketPlace>;

[TestClass]
public sealed class Deleting_in_a_bucket : DeletingConformance<BucketPlace>;

[TestClass]
public sealed class Listing_in_a_bucket : ListingConformance<BucketPlace>;

[TestClass]
public sealed class Downloading_in_a_bucket : DownloadingConformance<BucketPlace>;

[TestClass]
public sealed class Releases_in_a_bucket : ReleasesConformance<BucketPlace>;

[TestClass]
public sealed class Legs_in_a_bucket : LegsConformance<BucketPlace>;

[TestClass]
public sealed class Signing_in_a_bucket : SigningConformance<BucketPlace>;

[TestClass]
public sealed class Debian_indexes_in_a_bucket : DebianIndexConformance<BucketPlace>;
