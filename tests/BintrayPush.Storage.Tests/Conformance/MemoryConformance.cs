using BintrayPush.Conformance;

namespace BintrayPush.Storage.Tests.Conformance;

[TestClass]
[TestCategory("Quick")]
public sealed class Repositories_in_memory : RepositoriesConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Packages_in_memory : PackagesConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Versions_in_memory : VersionsConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Attributes_in_memory : AttributesConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Documents_in_memory : DocumentsConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Uploads_in_memory : UploadsConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Publishing_in_memory : PublishingConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Discarding_in_memory : DiscardingConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Deleting_in_memory : DeletingConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Listing_in_memory : ListingConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Downloading_in_memory : DownloadingConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Releases_in_memory : ReleasesConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Legs_in_memory : LegsConformance<MemoryPlace>;

[TestClass]
public sealed class Signing_in_memory : SigningConformance<MemoryPlace>;

[TestClass]
[TestCategory("Quick")]
public sealed class Debian_indexes_in_memory : DebianIndexConformance<MemoryPlace>;
