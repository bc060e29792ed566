using BintrayPush.Conformance;

namespace BintrayPush.Storage.Tests.Conformance;

[TestClass]
public sealed class Repositories_in_memory : RepositoriesConformance<MemoryPlace>;

[TestClass]
public sealed class Packages_in_memory : PackagesConformance<MemoryPlace>;

[TestClass]
public sealed class Versions_in_memory : VersionsConformance<MemoryPlace>;

[TestClass]
public sealed class Attributes_in_memory : AttributesConformance<MemoryPlace>;

[TestClass]
public sealed class Documents_in_memory : DocumentsConformance<MemoryPlace>;

[TestClass]
public sealed class Uploads_in_memory : UploadsConformance<MemoryPlace>;

[TestClass]
public sealed class Publishing_in_memory : PublishingConformance<MemoryPlace>;

[TestClass]
public sealed class Discarding_in_memory : DiscardingConformance<MemoryPlace>;

[TestClass]
public sealed class Deleting_in_memory : DeletingConformance<MemoryPlace>;

[TestClass]
public sealed class Listing_in_memory : ListingConformance<MemoryPlace>;

[TestClass]
public sealed class Downloading_in_memory : DownloadingConformance<MemoryPlace>;
