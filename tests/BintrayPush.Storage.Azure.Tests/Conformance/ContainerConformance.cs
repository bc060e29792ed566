using BintrayPush.Conformance;

namespace BintrayPush.Storage.Azure.Tests.Conformance;

[TestClass]
public sealed class Repositories_in_a_container : RepositoriesConformance<ContainerPlace>;

[TestClass]
public sealed class Uploads_in_a_container : UploadsConformance<ContainerPlace>;

[TestClass]
public sealed class Publishing_in_a_container : PublishingConformance<ContainerPlace>;

[TestClass]
public sealed class Discarding_in_a_container : DiscardingConformance<ContainerPlace>;

[TestClass]
public sealed class Deleting_in_a_container : DeletingConformance<ContainerPlace>;

[TestClass]
public sealed class Listing_in_a_container : ListingConformance<ContainerPlace>;

[TestClass]
public sealed class Downloading_in_a_container : DownloadingConformance<ContainerPlace>;

[TestClass]
public sealed class Releases_in_a_container : ReleasesConformance<ContainerPlace>;
